/** Errors as the window says them. */
import type { ErrorValue } from '../../src-main/contract/errors';
import { renderError, type Language } from '../../src-main/contract/messages/render';
import { remediesOf } from '../../src-main/contract/remedies';
import { trainerEndings, type LiveChanges, type TrainerEnding } from '../../src-main/contract/trainer';
import type { Messages } from '../messages/catalogue';
import { showRemedy } from './remedies';

/**
 * What happened, and what to do about it outside of the window; what can be done inside are buttons beside it. That the
 * trainer stopped is said in the window's own words, which know how.
 */
export function describeProblem(error: ErrorValue, messages: Messages, language: Language): string {
  const ending = trainerEnding(error);
  const sentence =
    ending === null ? renderError(error, language) : `${messages.trainerStopped} ${messages.endings[ending]}`;
  const advice = remediesOf(error).flatMap((remedy) => showRemedy(remedy, messages).advice ?? []);
  return [sentence, ...advice].join(' ');
}

/** What a run that has failed is best gone on with: as it was, where the error offers nothing else. */
export function remedyFor(problem: ErrorValue | null): LiveChanges {
  const remedies = problem === null ? [] : remediesOf(problem);
  const lower = remedies.find((remedy) => remedy.name === 'lower-learning-rate');
  return lower?.resumes === true ? { learningRate: lower.learningRate } : {};
}

/** How the trainer ended, or null if that is not what the error is about. */
export function trainerEnding(error: ErrorValue): TrainerEnding | null {
  if (error.code !== 'trainer-stopped') {
    return null;
  }
  return trainerEndings.find((ending) => ending === error.data.reason) ?? 'ended';
}
