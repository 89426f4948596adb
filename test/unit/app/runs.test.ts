import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../../src-main/app/runs';
import { makeTrainConfig } from '../../../src-main/contract/config';
import type { StepMetrics } from '../../../src-main/contract/metrics';
import { stepFolder } from '../../../src-main/contract/run';
import { temporaryFolder } from '../../support/temporary-folder';

const config = makeTrainConfig('quick', { steps: 20 });

function metrics(step: number): StepMetrics {
  const losses = { gen_total_loss: step, gen_gan_loss: 1, gen_l1_loss: 0.5, disc_loss: 2 };
  return { type: 'step', step, epoch: 1, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

/** A run folder with as many lines in its log as steps, changed at the given second of 1970. */
async function makeRun(folder: string, steps: number, checkpoint: number | null, second: number): Promise<void> {
  await mkdir(join(folder, 'checkpoints'), { recursive: true });
  const record = {
    format: 1,
    created: '2026-11-24T00:00:00Z',
    config,
    dataset: { path: '/pairs', fingerprint: '0', trainPairs: 4, testPairs: 1 },
    versions: { studio: '0', tensorflow: '0', tfjs: '0' },
    changes: [],
  };
  await writeFile(join(folder, 'run.json'), JSON.stringify(record));
  const log = join(folder, 'metrics.jsonl');
  const lines = Array.from({ length: steps }, (_, index) => `${JSON.stringify(metrics(index + 1))}\n`);
  await writeFile(log, `${lines.join('')}{"type":"st`);
  await utimes(log, second, second);
  if (checkpoint !== null) {
    await writeFile(join(folder, 'checkpoints', 'latest'), `${stepFolder(checkpoint)}\n`);
  }
}

describe('listRuns', () => {
  it('tells of each run how far it came, the last changed first', async () => {
    const runs = await temporaryFolder();
    await makeRun(join(runs, 'a 1'), 17, 10, 100);
    await makeRun(join(runs, 'a 2'), 20, 20, 200);
    await makeRun(join(runs, 'a 3'), 3, null, 150);
    await writeFile(join(runs, 'a file'), '');
    for (const [step, picture] of [
      [5, '0.png'],
      [15, '0.png'],
      [15, '10.png'],
      [15, '2.png'],
    ] as const) {
      const folder = join(runs, 'a 1', 'samples', stepFolder(step));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, picture), '');
    }
    const list = await listRuns(runs);
    expect(list.map(({ name, state, checkpointStep }) => [name, state, checkpointStep])).toEqual([
      ['a 2', 'finished', 20],
      ['a 3', 'stopped', null],
      ['a 1', 'stopped', 10],
    ]);
    const address = 'app://studio/runs/a%201/samples/step-00000015';
    expect(list[2]).toEqual({
      name: 'a 1',
      title: 'a 1',
      folder: join(runs, 'a 1'),
      state: 'stopped',
      problem: null,
      config,
      dataset: '/pairs',
      trainPairs: 4,
      totalSteps: 20,
      checkpointStep: 10,
      latest: metrics(17),
      samples: { step: 15, pictures: [`${address}/0.png`, `${address}/2.png`, `${address}/10.png`] },
      changedAt: 100_000,
    });
  });

  it('names what is damaged, and still shows the rest of it', async () => {
    const runs = await temporaryFolder();
    for (const [name, contents] of [
      ['broken', '{"format": 1'],
      ['newer', '{"format": 99}'],
      ['none', null],
    ] as const) {
      await makeRun(join(runs, name), 2, null, 100);
      await writeFile(join(runs, name, contents === null ? 'other.json' : 'run.json'), contents ?? '');
    }
    await mkdir(join(runs, 'empty'));
    const list = await listRuns(runs);
    const problems = Object.fromEntries(list.map(({ name, state, problem }) => [name, [state, problem?.code]]));
    expect(problems).toEqual({
      broken: ['damaged', 'run-damaged'],
      newer: ['damaged', 'run-newer'],
      none: ['stopped', undefined],
      empty: ['damaged', 'run-missing'],
    });
    expect(list.find(({ name }) => name === 'broken')?.latest).toEqual(metrics(2));
  });

  it('has none before the first run', async () => {
    expect(await listRuns('/no/such/folder')).toEqual([]);
  });
});
