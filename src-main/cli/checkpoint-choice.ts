import { AppError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';

/** @throws AppError `option-value` */
export function parseCheckpointChoice(text: string): CheckpointChoice {
  if (text === 'latest' || text === 'best') {
    return text;
  }
  if (!/^\d+$/.test(text)) {
    throw new AppError('option-value', { option: '--checkpoint', value: text, allowed: 'latest, best, 400' });
  }
  return Number(text);
}
