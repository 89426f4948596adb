import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runningMean, type StepMetrics } from '../../../src-main/contract/metrics';
import { readHistory } from '../../../src-main/run/history';
import { temporaryFolder } from '../../support/temporary-folder';

function metrics(step: number, value: number): StepMetrics {
  const losses = { gen_total_loss: value, gen_gan_loss: 1, gen_l1_loss: value / 2, disc_loss: -value };
  return { type: 'step', step, epoch: 1, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

async function runOf(lines: readonly string[]): Promise<string> {
  const run = await temporaryFolder();
  await writeFile(join(run, 'metrics.jsonl'), lines.join('\n'));
  return run;
}

describe('readHistory', () => {
  it('keeps every step of a short run and leaves out a line that was cut off', async () => {
    const steps = [metrics(1, 4), metrics(2, 2), metrics(3, 8)];
    const run = await runOf([...steps.map((step) => JSON.stringify(step)), '{"type":"step","st']);
    const { curves, latest } = await readHistory(run);
    expect(latest).toEqual(steps[2]);
    expect(curves.gen_total_loss.raw).toEqual([
      { x: 1, y: 4 },
      { x: 2, y: 2 },
      { x: 3, y: 8 },
    ]);
    const second = runningMean(4, 2);
    expect(curves.gen_total_loss.smooth.map(({ y }) => y)).toEqual([4, second, runningMean(second, 8)]);
    expect(curves.disc_loss.raw.map(({ y }) => y)).toEqual([-4, -2, -8]);
  });

  it('thins a long run out, without losing its spikes, its order or its end', async () => {
    const value = (step: number): number => (step === 777 ? 90 : step === 4001 ? 0.01 : 1 + (step % 7) / 10);
    const count = 5003;
    const run = await runOf(
      Array.from({ length: count }, (_, index) => JSON.stringify(metrics(index + 1, value(index + 1)))),
    );
    const { curves, latest } = await readHistory(run, 50);
    const { raw, smooth } = curves.gen_total_loss;
    expect(latest?.step).toBe(count);
    expect(smooth.length).toBeGreaterThanOrEqual(50);
    expect(smooth.length).toBeLessThanOrEqual(100);
    expect(raw.length).toBeLessThanOrEqual(200);
    expect(raw).toContainEqual({ x: 777, y: 90 });
    expect(raw).toContainEqual({ x: 4001, y: 0.01 });
    expect(raw.map(({ x }) => x)).toEqual(raw.map(({ x }) => x).sort((a, b) => a - b));
    expect(smooth.at(-1)?.x).toBe(count);
    let mean: number | undefined;
    for (let step = 1; step <= count; step++) {
      mean = runningMean(mean, value(step));
    }
    expect(smooth.at(-1)?.y).toBe(mean);
  });

  it('has nothing of a run without metrics', async () => {
    const { curves, latest } = await readHistory(await temporaryFolder());
    expect(latest).toBeNull();
    expect(curves.disc_loss).toEqual({ raw: [], smooth: [] });
  });
});
