/** What the application has measured of this computer, handed from test to test: each would else train to measure it anew. */
import { copyFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../src-main/contract/errors';

const name = 'measurements.json';

/** Gives user data that are not there yet the measurements that are kept, if there are any. */
export async function placeMeasurements(userData: string, kept: string): Promise<void> {
  await mkdir(userData, { recursive: true });
  if ((await sizeOf(join(kept, name))) > 0) {
    await copyFile(join(kept, name), join(userData, name));
  }
}

/** Keeps the measurements of a test, if they are more than those that are kept. */
export async function keepMeasurements(userData: string, kept: string): Promise<void> {
  if ((await sizeOf(join(userData, name))) > (await sizeOf(join(kept, name)))) {
    const partial = join(kept, `${name}.${String(process.pid)}`);
    await copyFile(join(userData, name), partial);
    await rename(partial, join(kept, name));
  }
}

/** In bytes; 0 of a file that is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return 0;
    }
    throw error;
  }
}
