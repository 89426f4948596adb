/** Trains a small run for many steps and reads, now and then, what the process holds; prints a line of JSON each time. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { loadTensorFlow } from '../../src-main/native/tensorflow';
import { startRun } from '../../src-main/run/train';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { dataset: text, steps: text, every: text } });
  const { dataset = '', steps = '20000', every = '1000' } = values;
  const [total, interval] = [Number(steps), Number(every)];
  // Samples and checkpoints come between two readings, and before the first one.
  const often = { sampleEvery: interval / 2, checkpointEverySteps: interval / 2 };
  const config = makeTrainConfig('studio', { size: 64, filters: 4, steps: total + 1, device: 'cpu', ...often });
  const { memory } = await loadTensorFlow();
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-memory-'));
  let start = 0;
  try {
    const event = (given: { readonly type: string; readonly step?: number }): void => {
      if (given.type === 'start') {
        start = performance.now();
      }
      if (given.type === 'step' && given.step !== undefined && given.step % interval === 0) {
        globalThis.gc?.();
        const { rss, heapUsed } = process.memoryUsage();
        const seconds = Math.round((performance.now() - start) / 1000);
        const found = { step: given.step, seconds, rss, heapUsed, tensors: memory().numTensors, handles: handles() };
        process.stdout.write(`${JSON.stringify(found)}\n`);
      }
    };
    await startRun({ dataset, run: join(folder, 'run'), config }, { event }, new AbortController().signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Open files, sockets and the like of this process; null where the system does not show them. */
function handles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

void main();
