import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty folder for all tests of a file, with the function that removes it: return that from `beforeAll`. */
export async function sharedFolder(): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await makeFolder();
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'pix2pix-studio-'));
}
