/** Makes the folder of a run of any length, without training it. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import type { StepMetrics } from '../../src-main/contract/metrics';
import { runFiles, runFormat, stepFolder } from '../../src-main/contract/run';
import { LossFile } from '../../src-main/run/loss-file';
import { makeRunFolders, writeRunRecord } from '../../src-main/run/record';

const linesAtOnce = 10_000;
const stepsAnEpoch = 1000;

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { run: text, steps: text, total: text } });
  const { run = '', steps = '1', total = steps } = values;
  const count = Number(steps);
  await makeRunFolders(run);
  await writeRunRecord(run, {
    format: runFormat,
    created: new Date().toISOString(),
    config: makeTrainConfig('studio', { steps: Number(total) }),
    dataset: { path: run, fingerprint: '0', trainPairs: stepsAnEpoch, testPairs: 8 },
    versions: { studio: '0', tensorflow: '0', tfjs: '0' },
    changes: [],
  });
  await writeFile(join(run, runFiles.checkpoints, runFiles.latest), `${stepFolder(count)}\n`);
  const losses = await LossFile.open(run, 0);
  const log = createWriteStream(join(run, runFiles.metrics));
  for (let first = 1; first <= count; first += linesAtOnce) {
    const length = Math.min(linesAtOnce, count - first + 1);
    const all = Array.from({ length }, (_, index) => metricsOf(first + index));
    for (const metrics of all) {
      losses.add(metrics);
    }
    await losses.flush();
    if (!log.write(all.map((metrics) => `${JSON.stringify(metrics)}\n`).join(''))) {
      await once(log, 'drain');
    }
  }
  log.end();
  await once(log, 'close');
}

/** Losses that move as those of a training do: slowly, with noise upon it. */
function metricsOf(step: number): StepMetrics {
  const gan = Math.fround(0.7 + Math.sin(step / 30_000) / 3 + Math.random() / 5);
  const l1 = Math.fround(0.4 + Math.random() / 20);
  return {
    type: 'step',
    step,
    epoch: Math.ceil(step / stepsAnEpoch),
    gen_total_loss: Math.fround(gan + 100 * l1),
    gen_gan_loss: gan,
    gen_l1_loss: l1,
    disc_loss: Math.fround(1 + Math.random() / 3),
    step_seconds: 0.1,
    data_wait_seconds: 0.01,
  };
}

void main();
