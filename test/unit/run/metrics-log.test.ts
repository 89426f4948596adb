import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepMetrics } from '../../../src-main/contract/metrics';
import { MetricsLog, truncateMetrics } from '../../../src-main/run/metrics-log';
import { temporaryFolder } from '../../support/temporary-folder';

function metrics(step: number): StepMetrics {
  const losses = { gen_total_loss: 90.5, gen_gan_loss: 0.7, gen_l1_loss: 0.898, disc_loss: 1.4 };
  return { type: 'step', step, epoch: 1, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

const line = (step: number): string => `${JSON.stringify(metrics(step))}\n`;

async function logPath(contents = ''): Promise<string> {
  const path = join(await temporaryFolder(), 'metrics.jsonl');
  await writeFile(path, contents);
  return path;
}

describe('MetricsLog', () => {
  it('appends one line a step and keeps what was there', async () => {
    const path = await logPath(line(1));
    const log = await MetricsLog.open(path);
    await log.append(metrics(2), 0);
    await log.append(metrics(3), 1);
    await log.close();
    expect(await readFile(path, 'utf8')).toBe(line(1) + line(2) + line(3));
  });

  it('writes after a second at the latest', async () => {
    const path = await logPath();
    const log = await MetricsLog.open(path);
    await log.append(metrics(1), 5000);
    await log.append(metrics(2), 5999);
    expect(await readFile(path, 'utf8')).toBe(line(1));
    await log.append(metrics(3), 6000);
    expect(await readFile(path, 'utf8')).toBe(line(1) + line(2) + line(3));
    await log.close();
  });

  it.runIf(process.platform === 'linux')('says that the disk is full, and which file it was', async () => {
    const log = await MetricsLog.open('/dev/full');
    await expect(log.append(metrics(1), 5000)).rejects.toMatchObject({
      code: 'disk-full',
      data: { path: '/dev/full' },
    });
    await log.close();
  });
});

describe('truncateMetrics', () => {
  it('cuts the lines after the step', async () => {
    const path = await logPath(line(1) + line(2) + line(3));
    await truncateMetrics(path, 2);
    expect(await readFile(path, 'utf8')).toBe(line(1) + line(2));
  });

  it('cuts a last line that was not written whole, even of a step that is kept', async () => {
    const path = await logPath(line(1) + line(2).slice(0, -1));
    await truncateMetrics(path, 5);
    expect(await readFile(path, 'utf8')).toBe(line(1));
    await writeFile(path, line(1) + line(2).slice(0, 20));
    await truncateMetrics(path, 5);
    expect(await readFile(path, 'utf8')).toBe(line(1));
  });

  it('does nothing where there is no log', async () => {
    const path = join(await temporaryFolder(), 'metrics.jsonl');
    await truncateMetrics(path, 5);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
