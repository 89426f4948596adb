/** Reading `metrics.jsonl`. */
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';
import { runFiles } from '../contract/run';
import { openPlainFile } from '../files/plain-file';

/** Read at once; a line is far shorter. */
const chunkBytes = 1 << 20;
/** The last line is found within this many bytes of the end. */
const tailBytes = 4096;
const lineEnd = 0x0a;

/**
 * Gives every whole record of a run to `take`, in order. A run without a log has none. What is longer than a line can be
 * is passed over.
 */
export async function readMetrics(run: string, take: (metrics: StepMetrics) => void): Promise<void> {
  const file = await openPlainFile(run, runFiles.metrics).catch(() => null);
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest = Buffer.alloc(0);
    for (let read = await file?.read(chunk); read !== undefined && read.bytesRead > 0; read = await file?.read(chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read.bytesRead)]);
      const end = bytes.lastIndexOf(lineEnd) + 1;
      rest = bytes.length - end > chunkBytes ? Buffer.alloc(0) : bytes.subarray(end);
      takeLines(bytes.toString('utf8', 0, end), take);
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
