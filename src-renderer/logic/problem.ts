/** Errors as the window says them. */
import { AppError, type ErrorValue } from '../../src-main/contract/errors';
import { renderError, type Language } from '../../src-main/contract/messages/render';
import { trainerEndings, type TrainerEnding } from '../../src-main/contract/trainer';
import type { Messages } from '../messages/catalogue';

/**
 * The sentence for an error. How the trainer ended comes as a word of the contract, and the step is known here alone:
 * metrics do not pass through the process that saw the trainer end.
 */
export function describeProblem(error: ErrorValue, step: number, messages: Messages, language: Language): string {
  if (error.code !== 'trainer-stopped') {
    return renderError(error, language);
  }
  const { reason } = error.data;
  const words = isEnding(reason) ? messages.endings[reason] : reason;
  return renderError(new AppError('trainer-stopped', { reason: words, step }).value, language);
}

function isEnding(reason: string): reason is TrainerEnding {
  return trainerEndings.some((ending) => ending === reason);
}
