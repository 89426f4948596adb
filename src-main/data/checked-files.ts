/**
 * Remembers which files of a dataset were decoded and found whole, and what they are, by their contents: so that the
 * pictures are decoded once and not at every start, resume and evaluation.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { checkedFolder, keepNewest } from './cache-folder';
import { examinedSchema, type Examined } from './decoder/protocol';
import { contentDigest } from './fingerprint';
import { replaceFile } from './whole-folder';

/** Datasets that are remembered; the ones unused for longest go first. */
const datasetsKept = 32;

/** What was found, by the digest of the contents. */
export type CheckedFiles = ReadonlyMap<string, Examined>;

const recordSchema = z.strictObject({ format: z.literal(2), whole: z.record(z.string(), examinedSchema) });

/** What the dataset's files were when it was last inspected. */
export async function readCheckedFiles(dataset: string): Promise<CheckedFiles> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(recordPath(dataset), 'utf8')));
    return new Map(Object.entries(record.whole));
  } catch {
    // Absent or damaged: then everything is checked again.
    return new Map();
  }
}

/** Replaces what is remembered. It only saves time, so a full disk is no failure of the inspection. */
export async function writeCheckedFiles(dataset: string, whole: CheckedFiles): Promise<void> {
  try {
    await mkdir(checkedFolder(), { recursive: true });
    await replaceFile(recordPath(dataset), JSON.stringify({ format: 2, whole: Object.fromEntries(whole) }));
    await keepNewest(checkedFolder(), datasetsKept);
  } catch {
    // See above.
  }
}

function recordPath(dataset: string): string {
  const key = contentDigest(resolve(dataset));
  return join(checkedFolder(), `${key.slice(0, 32)}.json`);
}
