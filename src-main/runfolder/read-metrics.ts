/** Reading `metrics.jsonl`. */
import type { FileHandle } from 'node:fs/promises';
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';
import { runFiles } from '../contract/run';
import { openPlainFile } from '../files/plain-file';

/** Read at once. */
const chunkBytes = 1 << 20;
/** No line is nearly as long. */
export const longestLine = 1 << 20;
/** The last line is found within this many bytes of the end. */
const tailBytes = 4096;
const lineEnd = 0x0a;

/** Whole lines of a log. */
interface Lines {
  readonly bytes: Buffer;
  /** Where they begin in the file. */
  readonly start: number;
}

/**
 * A log's whole lines, many at once, in order. Ends at what is longer than a line can be: nothing after it is read, since
 * a file can be said to be far larger than a disk.
 */
export async function* wholeLines(file: FileHandle): AsyncGenerator<Lines> {
  const chunk = Buffer.alloc(chunkBytes);
  let rest = Buffer.alloc(0);
  let start = 0;
  while (rest.length <= longestLine) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start + rest.length);
    if (bytesRead === 0) {
      return;
    }
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    yield { bytes: bytes.subarray(0, end), start };
    rest = bytes.subarray(end);
    start += end;
  }
}

/** Gives every whole record of a run to `take`, in order. A run without a log has none. */
export async function readMetrics(run: string, take: (metrics: StepMetrics) => void): Promise<void> {
  const file = await openPlainFile(run, runFiles.metrics).catch(() => null);
  try {
    for await (const { bytes } of file === null ? [] : wholeLines(file)) {
      takeLines(bytes.toString('utf8'), take);
    }
  } finally {
    await file?.close();
  }
}

/** The last whole record of a run, read from the end, since the file may be large; null when there is none. */
export async function readLastMetrics(run: string): Promise<StepMetrics | null> {
  const file = await openPlainFile(run, runFiles.metrics).catch(() => null);
  try {
    const size = (await file?.stat())?.size ?? 0;
    const length = Math.min(size, tailBytes);
    const tail = await file?.read(Buffer.alloc(length), 0, length, size - length);
    let last: StepMetrics | null = null;
    const text = tail?.buffer.toString('utf8') ?? '';
    takeLines(text.slice(0, text.lastIndexOf('\n') + 1), (metrics) => {
      last = metrics;
    });
    return last;
  } finally {
    await file?.close();
  }
}

function takeLines(text: string, take: (metrics: StepMetrics) => void): void {
  for (const line of text.split('\n')) {
    const metrics = parseStepMetrics(line);
    if (metrics !== null) {
      take(metrics);
    }
  }
}
