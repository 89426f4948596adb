/** Hands a graph to TensorFlow, which takes one from a folder only. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { writeError } from '../contract/errors';
import { withPlainFolder } from '../native/plain-folder';

/**
 * @param bytes of a SavedModel tagged "serve", made by this process: TensorFlow runs what it says
 * @returns the number of the loaded model
 * @throws AppError `disk-full`, `write-failed` when the temporary file cannot be written
 */
export async function loadGraph(binding: TFJSBinding, bytes: Uint8Array): Promise<number> {
  const temporary = tmpdir();
  // Without rights for others, so that nobody can put a file beside it that TensorFlow would read as well.
  const folder = await mkdtemp(join(temporary, 'pix2pix-graph-')).catch((error: unknown) => {
    throw writeError(temporary, error);
  });
  try {
    await writeFile(join(folder, 'saved_model.pb'), bytes).catch((error: unknown) => {
      throw writeError(folder, error);
    });
    return withPlainFolder(folder, (plain) => binding.loadSavedModel(plain, 'serve'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
