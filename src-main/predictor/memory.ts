/** Whether there is room for a generator beside a run that is being trained. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { AppError } from '../contract/errors';

/** TensorFlow itself, and what a generator's layers take for one picture. */
const baseBytes = 700e6;

/**
 * @param weightBytes of the generator's variables, which are read from a file and copied once
 * @throws AppError `memory-beside-training`.
 */
export async function requireMemory(weightBytes: number): Promise<void> {
  const needed = baseBytes + 3 * weightBytes;
  const free = await availableMemory();
  if (free < needed) {
    const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
    throw new AppError('memory-beside-training', {
      freeMegabytes: megabytes(free),
      neededMegabytes: megabytes(needed),
    });
  }
}

/** Bytes that programs can still get. What Node calls free leaves out the caches that Linux gives back when asked. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kilobytes = /^MemAvailable:\s*(\d+) kB$/m.exec(text)?.[1];
  return kilobytes === undefined ? os.freemem() : Number(kilobytes) * 1024;
}
