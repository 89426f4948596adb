/**
 * `losses.f32`: the four losses of every step as little-endian float32, 16 bytes a step, so that the curves of a million
 * steps are read at once. All of it stands in `metrics.jsonl` too, which is what counts: a reader compares, and a writer
 * makes the file anew where it does not fit.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from '../contract/errors';
import { lossNames, type Losses } from '../contract/metrics';
import { runFiles } from '../contract/run';
import { fileLimits } from '../files/limits';
import { readPlainFile } from '../files/plain-file';
import { readMetrics } from '../runfolder/read-metrics';

const recordBytes = lossNames.length * Float32Array.BYTES_PER_ELEMENT;
const readAndWrite = constants.O_RDWR | constants.O_CREAT;

/** Losses that are added and then written together. */
export class LossFile {
  private waiting: number[] = [];

  private constructor(
    private readonly path: string,
    /** Steps in the file. */
    private steps: number,
  ) {}

  /**
   * The file of a run that goes on after `step`; what it has of later steps goes.
   *
   * @throws AppError `disk-full` or `write-failed`.
   */
  static async open(run: string, step: number): Promise<LossFile> {
    const path = join(run, runFiles.losses);
    try {
      const file = await open(path, readAndWrite);
      try {
        const { size } = await file.stat();
        const isWhole = size >= step * recordBytes;
        await file.truncate(isWhole ? step * recordBytes : 0);
        const losses = new LossFile(path, isWhole ? step : 0);
        if (!isWhole) {
          await readMetrics(run, (metrics) => {
            losses.add(metrics);
          });
          await losses.flush();
        }
        return losses;
      } finally {
        await file.close();
      }
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /** Notes the next step. */
  add(losses: Losses): void {
    this.waiting.push(...lossNames.map((name) => losses[name]));
  }

  /**
   * Writes what waits. After a failure everything still waits.
   *
   * @throws AppError `disk-full` or `write-failed`.
   */
  async flush(): Promise<void> {
    try {
      const file = await open(this.path, readAndWrite);
      try {
        const records = Float32Array.from(this.waiting);
        const { size } = await file.stat();
        // A file that someone has cut must not get a hole: it stays short, and is no longer read.
        if (size >= this.steps * recordBytes) {
          await file.write(records, 0, records.byteLength, this.steps * recordBytes);
        }
        this.steps += this.waiting.length / lossNames.length;
        this.waiting = [];
      } finally {
        await file.close();
      }
    } catch (error) {
      throw writeError(this.path, error);
    }
  }
}

/**
 * The losses of the steps 1 to `steps`, or null if there is no such file, if it is too short, or if it ends otherwise
 * than `last`, the losses of that last step.
 */
export async function readLossFile(
  run: string,
  steps: number,
  last: Losses,
): Promise<Record<keyof Losses, Float32Array<ArrayBuffer>> | null> {
  const bytes = await readPlainFile(run, runFiles.losses, fileLimits.losses).catch(() => null);
  if (bytes === null || bytes.length < steps * recordBytes) {
    return null;
  }
  // Small files come out of a shared pool, at any position.
  const aligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
  const records = new Float32Array(aligned.buffer, aligned.byteOffset, steps * lossNames.length);
  const column = (name: keyof Losses): Float32Array<ArrayBuffer> => {
    const [index, values] = [lossNames.indexOf(name), new Float32Array(steps)];
    for (let step = 0; step < steps; step++) {
      values[step] = records[step * lossNames.length + index] ?? Number.NaN;
    }
    return values;
  };
  const losses = {
    gen_total_loss: column('gen_total_loss'),
    gen_gan_loss: column('gen_gan_loss'),
    gen_l1_loss: column('gen_l1_loss'),
    disc_loss: column('disc_loss'),
  };
  return lossNames.every((name) => losses[name][steps - 1] === Math.fround(last[name])) ? losses : null;
}
