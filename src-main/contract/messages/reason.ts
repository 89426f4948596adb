/** Why something could not be read, as the reason within another error's sentence. */
import { z } from 'zod';
import { AppError } from '../errors';
import { renderError } from './render';

/** One line without a full stop: in English, since most of it comes from the system and from libraries. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => [...path, message].join(': ')).join(', ');
  }
  const sentence = error instanceof AppError ? renderError(error.value, 'en') : undefined;
  const text = sentence ?? (error instanceof Error ? error.message : String(error));
  return (text.split('\n')[0] ?? '').replace(/\.$/, '');
}
