/** Small JSON files of the application's own, each replaced as a whole. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { writeError } from '../contract/errors';

/** The parsed contents, or null for a file that is missing or damaged: nothing of worth is lost with it. */
export function readSmallFile<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Written before this returns, because a window's place is saved when the application is about to end.
 *
 * @throws AppError `disk-full` or `write-failed`
 */
export function writeSmallFile(path: string, value: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw writeError(path, error);
  }
}
