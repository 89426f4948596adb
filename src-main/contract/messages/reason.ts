/** Why something could not be read, as the reason within another error's sentence. */
import { z } from 'zod';
import { AppError } from '../errors';
import { shortened } from '../one-line';
import { renderError } from './render';

/** Of a value that does not parse, so many faults are named. */
const mostFaults = 3;

/** One short line without a full stop: in English, since most of it comes from the system and from libraries. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const faults = error.issues.slice(0, mostFaults).map(({ path, message }) => [...path, message].join(': '));
    return shortened(faults.join(', '));
  }
  const sentence = error instanceof AppError ? renderError(error.value, 'en') : undefined;
  const text = sentence ?? (error instanceof Error ? error.message : String(error));
  const end = text.indexOf('\n');
  return shortened((end < 0 ? text : text.slice(0, end)).replace(/\.$/, ''));
}
