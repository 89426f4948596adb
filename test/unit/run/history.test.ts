import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { lossNames, type StepMetrics } from '../../../src-main/contract/metrics';
import { stepFolder } from '../../../src-main/contract/run';
import { readHistory } from '../../../src-main/run/history';
import { LossFile } from '../../../src-main/run/loss-file';
import { writeRunRecord } from '../../../src-main/run/record';
import { runRecord } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

/** Losses are float32, as TensorFlow gives them. */
function metrics(step: number): StepMetrics {
  const value = Math.fround(1 + Math.sin(step));
  const losses = { gen_total_loss: value, gen_gan_loss: 1, gen_l1_loss: value / 2, disc_loss: 2 * value };
  return { type: 'step', step, epoch: 1, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

const steps = (count: number): StepMetrics[] => Array.from({ length: count }, (_, index) => metrics(index + 1));

async function runOf(all: readonly StepMetrics[], rest = ''): Promise<string> {
  const run = await temporaryFolder();
  await writeFile(join(run, 'metrics.jsonl'), all.map((one) => `${JSON.stringify(one)}\n`).join('') + rest);
  return run;
}

async function lossFileOf(run: string, all: readonly StepMetrics[]): Promise<void> {
  const file = await LossFile.open(run, 0);
  for (const one of all) {
    file.add(one);
  }
  await file.flush();
}

describe('the history of a run', () => {
  it('has every step, and leaves out a line that was cut off', async () => {
    const all = steps(5000);
    const run = await runOf(all, '{"type":"step","st');
    const { losses, latest } = await readHistory(run);
    expect(latest).toEqual(all.at(-1));
    for (const name of lossNames) {
      expect([...losses[name]]).toEqual(all.map((one) => one[name]));
    }
  });

  it('comes with the extremes of its stretches, to the widest whole one', async () => {
    const all = steps(5000);
    const { disc_loss: levels } = (await readHistory(await runOf(all))).stretches;
    expect(levels.map(({ length, entries }) => [length, entries])).toEqual([
      [16, 312],
      [256, 19],
      [4096, 1],
    ]);
    const values = all.slice(0, 4096).map((one) => one.disc_loss);
    expect([levels[2]?.minima[0], levels[2]?.maxima[0]]).toEqual([Math.min(...values), Math.max(...values)]);
  });

  it('comes from the losses in binary where they fit', async () => {
    const all = steps(3);
    const run = await runOf(all);
    await lossFileOf(run, [{ ...metrics(1), disc_loss: 77 }, metrics(2), metrics(3), metrics(4)]);
    expect([...(await readHistory(run)).losses.disc_loss]).toEqual([77, metrics(2).disc_loss, metrics(3).disc_loss]);
  });

  it('comes from the log where the binary is too short or ends otherwise', async () => {
    const all = steps(3);
    const run = await runOf(all);
    const logged = all.map((one) => one.disc_loss);
    await lossFileOf(run, [{ ...metrics(1), disc_loss: 77 }, metrics(2)]);
    expect([...(await readHistory(run)).losses.disc_loss]).toEqual(logged);
    await lossFileOf(run, [{ ...metrics(1), disc_loss: 77 }, metrics(2), { ...metrics(3), gen_gan_loss: 5 }]);
    expect([...(await readHistory(run)).losses.disc_loss]).toEqual(logged);
  });

  it('tells what was changed and of which steps there are samples', async () => {
    const run = await runOf(steps(2));
    const change = { step: 1, field: 'lambda', from: 100, to: 60 };
    const dataset = { folder: '/pairs', fingerprint: '0' };
    await writeRunRecord(run, { ...runRecord(makeTrainConfig('quick'), dataset), changes: [change] });
    for (const step of [400, 0, 1200]) {
      await mkdir(join(run, 'samples', stepFolder(step)), { recursive: true });
    }
    await mkdir(join(run, 'samples', `${stepFolder(9)}.partial-1`));
    await writeFile(join(run, 'samples', stepFolder(1200), 'pairs.json'), '["test/1.jpg", "test/2.jpg"]');
    await mkdir(join(run, 'checkpoints', stepFolder(400)), { recursive: true });
    expect(await readHistory(run)).toMatchObject({
      changes: [change],
      samples: [0, 400, 1200],
      checkpoints: [400],
      pairs: ['test/1.jpg', 'test/2.jpg'],
    });
  });

  it('of a folder with nothing in it is empty', async () => {
    const { losses, stretches, ...rest } = await readHistory(await temporaryFolder());
    expect(rest).toEqual({ latest: null, changes: [], samples: [], checkpoints: [], pairs: [] });
    expect([losses.disc_loss.length, stretches.disc_loss.length]).toEqual([0, 0]);
  });
});

describe('the losses in binary', () => {
  const bytes = async (run: string): Promise<number> => (await readFile(join(run, 'losses.f32'))).length;

  it('are cut where a resumed run goes on, and made anew where they are too short', async () => {
    const all = steps(5);
    const run = await runOf(all);
    await lossFileOf(run, all);
    await LossFile.open(run, 3);
    expect(await bytes(run)).toBe(3 * 16);
    await truncate(join(run, 'losses.f32'), 16);
    await LossFile.open(run, 5);
    expect(await bytes(run)).toBe(5 * 16);
    expect([...(await readHistory(run)).losses.gen_l1_loss]).toEqual(all.map((one) => one.gen_l1_loss));
  });

  it('that someone cuts while they are written get no hole', async () => {
    const run = await runOf(steps(3));
    const file = await LossFile.open(run, 0);
    file.add(metrics(1));
    await file.flush();
    await truncate(join(run, 'losses.f32'), 0);
    file.add(metrics(2));
    await file.flush();
    expect(await bytes(run)).toBe(0);
  });

  it.runIf(process.platform === 'linux')('say which file could not be written', async () => {
    await expect(LossFile.open('/proc', 0)).rejects.toMatchObject({
      code: 'write-failed',
      data: { path: '/proc/losses.f32' },
    });
  });
});
