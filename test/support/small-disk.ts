/** A real disk that can be filled up or made read-only, where the tests may mount one. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk until so many bytes are left. */
  fill(free: number): Promise<void>;
  /** Makes the room again that `fill` took. */
  empty(): Promise<void>;
  setReadOnly(isReadOnly: boolean): Promise<void>;
  unmount(): Promise<void>;
}

/** Linux refuses while a file is open for writing, which in a training is so for moments: then it is asked again. */
async function remount(folder: string, how: 'ro' | 'rw', attempts = 100): Promise<void> {
  try {
    await run('mount', ['-o', `remount,${how}`, folder]);
  } catch (error) {
    if (attempts === 1 || !(error instanceof Error && error.message.includes('busy'))) {
      throw error;
    }
    await remount(folder, how, attempts - 1);
  }
}

/** Mounts a disk of `bytes` at an empty folder, or gives null where that is not permitted. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<SmallDisk | null> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${String(Math.round(bytes))}`, 'tmpfs', folder]);
  } catch {
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async fill(free) {
      const { bavail, bsize } = await statfs(folder);
      // At once, so that nothing else takes the room meanwhile.
      writeFileSync(ballast, new Uint8Array(Math.max(0, Math.floor(bavail * bsize - free))));
    },
    empty: () => rm(ballast),
    async setReadOnly(isReadOnly) {
      await remount(folder, isReadOnly ? 'ro' : 'rw');
    },
    async unmount() {
      await run('umount', [folder]);
    },
  };
}
