/** Errors as the window says them. */
import type { ErrorValue } from '../../src-main/contract/errors';
import { renderError, type Language } from '../../src-main/contract/messages/render';
import { trainerEndings, type LiveChanges, type TrainerEnding } from '../../src-main/contract/trainer';
import type { Messages } from '../messages/catalogue';

/**
 * The sentence for an error. That the trainer stopped is said in the window's own words: the catalogue's advice to
 * resume would be wrong for a run without a checkpoint.
 */
export function describeProblem(error: ErrorValue, messages: Messages, language: Language): string {
  const ending = trainerEnding(error);
  return ending === null ? renderError(error, language) : `${messages.trainerStopped} ${messages.endings[ending]}`;
}

/** What a run that has failed is best gone on with: as it was, where the error offers nothing else. */
export function remedyFor(problem: ErrorValue | null): LiveChanges {
  return problem?.code === 'loss-not-finite' ? { learningRate: problem.data.lowerLearningRate } : {};
}

/** How the trainer ended, or null if that is not what the error is about. */
export function trainerEnding(error: ErrorValue): TrainerEnding | null {
  if (error.code !== 'trainer-stopped') {
    return null;
  }
  return trainerEndings.find((ending) => ending === error.data.reason) ?? 'ended';
}
