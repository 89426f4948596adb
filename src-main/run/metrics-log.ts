/** `metrics.jsonl`: one line a step, appended. */
import { createReadStream } from 'node:fs';
import { open, stat, truncate } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemCode, writeError } from '../contract/errors';
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';

/** Lines wait in memory this long at most, so that thousands of small steps a second do not each cost a write. */
const flushMilliseconds = 1000;

/**
 * Lines that are added and then written together. The file is opened for each write, so that a folder that has gone is
 * noticed, and one that comes back is written to again.
 */
export class MetricsLog {
  private waiting: string[] = [];
  private flushedAt = 0;
  /** Bytes of the whole lines in the file, once that is known. */
  private length: number | null = null;

  constructor(private readonly path: string) {}

  add(metrics: StepMetrics): void {
    this.waiting.push(`${JSON.stringify(metrics)}\n`);
  }

  /**
   * Whether the last write is a second ago.
   *
   * @param now milliseconds of any clock that only goes forward
   */
  isDue(now: number): boolean {
    return now - this.flushedAt >= flushMilliseconds;
  }

  /**
   * Writes what waits; with `sync` it is on the disk afterwards. After a failure everything still waits.
   *
   * @throws AppError `disk-full` or `write-failed`.
   */
  async flush(now: number, sync = false): Promise<void> {
    try {
      const file = await open(this.path, 'a');
      try {
        const { size } = await file.stat();
        this.length ??= size;
        if (size > this.length) {
          // A write that failed has left a part of its lines.
          await file.truncate(this.length);
        }
        const lines = this.waiting.join('');
        await file.appendFile(lines);
        if (sync) {
          await file.sync();
        }
        this.length = Math.min(size, this.length) + Buffer.byteLength(lines);
        this.waiting = [];
        this.flushedAt = now;
      } finally {
        await file.close();
      }
    } catch (error) {
      throw writeError(this.path, error);
    }
  }
}

/**
 * Cuts the log after a step, so that a resumed run goes on where its checkpoint stands: later lines, and a last line
 * that was not written whole, go.
 */
export async function truncateMetrics(path: string, step: number): Promise<void> {
  const length = await lengthUntil(path, step);
  if (length === null) {
    return;
  }
  try {
    await truncate(path, length);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Bytes of the whole lines up to and including a step, or null when there is no log. */
async function lengthUntil(path: string, step: number): Promise<number | null> {
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') {
        return null;
      }
      throw error;
    },
  );
  if (size === null) {
    return null;
  }
  let length = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const metrics = parseStepMetrics(line);
    const end = length + Buffer.byteLength(line) + 1;
    if (metrics === null || metrics.step > step || end > size) {
      break;
    }
    length = end;
  }
  return length;
}
