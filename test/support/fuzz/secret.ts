/** A folder beside the ones that a person chose, with what an attacker would like to read. */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../../../src-main/data/encode';
import { noise } from '../pictures';
import { watchFiles } from './watched-files';

export interface Secret {
  /** Paths into it: of the folder, of files of some kinds. */
  readonly paths: readonly string[];
  /** @throws Error that names what was opened, changed or made there since the last time */
  requireUntouched(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the folder `secret` in `parent`, in which nothing else may appear either. */
export async function makeSecret(parent: string): Promise<Secret> {
  const folder = join(parent, 'secret');
  await mkdir(join(folder, 'train'), { recursive: true });
  const picture = await encodePng(noise(140, 70, 11));
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'diary.txt': 'nobody else may read this',
    'picture.png': picture,
    'train/1.png': picture,
    'run.json': '{}',
  };
  for (const [name, contents] of Object.entries(files)) {
    await writeFile(join(folder, name), contents);
  }
  const marker = join(parent, 'marker');
  await writeFile(marker, '');
  const before = await readdir(parent);
  const watched = await watchFiles(
    [folder, join(folder, 'train'), ...Object.keys(files).map((name) => join(folder, name))],
    {
      path: marker,
      touch: () => readFile(marker),
    },
  );
  return {
    paths: [folder, ...Object.keys(files).map((name) => join(folder, name))],
    requireUntouched: async () => {
      const touched = (await watched?.touched()) ?? [];
      if (touched.length > 0) {
        throw new Error(`Files outside of the chosen folder were touched: ${touched.join('; ')}`);
      }
      const made = (await readdir(parent)).filter((name) => !before.includes(name));
      if (made.length > 0) {
        throw new Error(`Outside of the chosen folder these were made: ${made.join(', ')}`);
      }
    },
    close: async () => {
      await watched?.stop();
    },
  };
}
