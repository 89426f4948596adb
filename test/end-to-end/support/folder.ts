/** A person's own folder of pairs. */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './application';

/** A few of the sample pairs as a person's own folder, with a file that is no picture. */
export async function makeFolder(folder: string): Promise<void> {
  for (const [split, count] of [
    ['train', 4],
    ['test', 2],
  ] as const) {
    const from = join(root, 'assets', 'sample-pairs', split);
    await mkdir(join(folder, split), { recursive: true });
    for (const name of (await readdir(from)).slice(0, count)) {
      await copyFile(join(from, name), join(folder, split, name));
    }
  }
  await writeFile(join(folder, 'train', 'broken.png'), 'not a picture');
}
