/** `metrics.jsonl`: one line a step, appended. */
import { open, type FileHandle } from 'node:fs/promises';
import { systemCode, writeError } from '../contract/errors';
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';
import { longestLine, wholeLines } from '../runfolder/read-metrics';

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
   * Whether the last write is a second ago at a time.
   *
   * @param time milliseconds of any clock that only goes forward
   */
  isDue(time: number): boolean {
    return time - this.flushedAt >= flushMilliseconds;
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

/** What is read of the log at once when its end is looked through. */
const blockBytes = 1 << 16;
const lineEnd = 0x0a;

/**
 * Cuts the log after a step, so that a resumed run goes on where its checkpoint stands: later lines, and a last line
 * that was not written whole, go. A run without a log stays without one.
 *
 * @throws AppError `write-failed`.
 */
export async function truncateMetrics(path: string, step: number): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.truncate(await lengthUntil(file, step));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw writeError(path, error);
    }
  }
}

/** Bytes up to the end of a step's line, or of the last one before it. Looks from the end, which is near in any log. */
async function lengthUntil(file: FileHandle, step: number): Promise<number> {
  let start = (await file.stat()).size;
  let text = Buffer.alloc(0);
  while (start > 0) {
    const block = Buffer.alloc(Math.min(start, blockBytes));
    start -= block.length;
    await file.read(block, 0, block.length, start);
    text = Buffer.concat([block, text]);
    for (let end = text.lastIndexOf(lineEnd); end >= 0; end = text.lastIndexOf(lineEnd)) {
      const begin = end === 0 ? 0 : text.lastIndexOf(lineEnd, end - 1) + 1;
      if (begin === 0 && start > 0) {
        // The line begins in the block before.
        break;
      }
      const metrics = parseStepMetrics(text.toString('utf8', begin, end));
      if (metrics !== null && metrics.step <= step) {
        return start + end + 1;
      }
      text = text.subarray(0, begin);
    }
    if (text.length > longestLine) {
      return lengthFromStart(file, step);
    }
  }
  return 0;
}

/** The same, for a log whose end is no log: it may be long, but what comes before it is not. */
async function lengthFromStart(file: FileHandle, step: number): Promise<number> {
  let length = 0;
  for await (const { bytes, start } of wholeLines(file)) {
    let begin = 0;
    for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, begin)) {
      const metrics = parseStepMetrics(bytes.toString('utf8', begin, end));
      begin = end + 1;
      if (metrics !== null && metrics.step <= step) {
        length = start + begin;
      }
    }
  }
  return length;
}
