/** `metrics.jsonl`: one line a step, appended. */
import { createReadStream } from 'node:fs';
import { open, stat, truncate, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemCode, writeError } from '../contract/errors';
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';

/** Lines wait in memory this long at most, so that thousands of small steps a second do not each cost a write. */
const flushMilliseconds = 1000;

export class MetricsLog {
  private waiting: string[] = [];
  private flushedAt = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Opens the log for appending. @throws AppError `disk-full` or `write-failed`. */
  static async open(path: string): Promise<MetricsLog> {
    try {
      return new MetricsLog(path, await open(path, 'a'));
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /**
   * @param now milliseconds of any clock that only goes forward
   * @throws AppError `disk-full` or `write-failed`.
   */
  async append(metrics: StepMetrics, now: number): Promise<void> {
    this.waiting.push(JSON.stringify(metrics));
    if (now - this.flushedAt >= flushMilliseconds) {
      this.flushedAt = now;
      await this.flush();
    }
  }

  /** Writes what waits; it is on the disk only after `sync`. */
  async flush(): Promise<void> {
    const lines = this.waiting;
    if (lines.length === 0) {
      return;
    }
    this.waiting = [];
    try {
      await this.file.appendFile(`${lines.join('\n')}\n`);
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  async sync(): Promise<void> {
    await this.flush();
    try {
      await this.file.sync();
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
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
