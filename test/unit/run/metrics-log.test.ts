import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
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
    const log = new MetricsLog(path);
    log.add(metrics(2));
    log.add(metrics(3));
    await log.flush(0);
    log.add(metrics(4));
    await log.flush(1);
    expect(await readFile(path, 'utf8')).toBe([1, 2, 3, 4].map(line).join(''));
  });

  it('is due a second after the last write', async () => {
    const log = new MetricsLog(await logPath());
    expect(log.isDue(5000)).toBe(true);
    await log.flush(5000);
    expect(log.isDue(5999)).toBe(false);
    expect(log.isDue(6000)).toBe(true);
  });

  it('cuts off what a failed write left, and writes its lines again', async () => {
    const path = await logPath(line(1));
    const log = new MetricsLog(path);
    log.add(metrics(2));
    await log.flush(0);
    await appendFile(path, line(3).slice(0, 30));
    log.add(metrics(3));
    await log.flush(1);
    expect(await readFile(path, 'utf8')).toBe([1, 2, 3].map(line).join(''));
  });

  it('keeps its lines while its folder is gone', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run', 'metrics.jsonl');
    const log = new MetricsLog(path);
    log.add(metrics(1));
    await expect(log.flush(0)).rejects.toMatchObject({ code: 'write-failed', data: { path } });
    await mkdir(join(folder, 'run'));
    await log.flush(1);
    expect(await readFile(path, 'utf8')).toBe(line(1));
  });

  it.runIf(process.platform === 'linux')('says that the disk is full, and which file it was', async () => {
    const log = new MetricsLog('/dev/full');
    log.add(metrics(1));
    await expect(log.flush(0)).rejects.toMatchObject({ code: 'disk-full', data: { path: '/dev/full' } });
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

  it('cuts at any step of a log that is longer than what it reads at once', async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => line(index + 1));
    const path = await logPath();
    for (const step of [0, 1, 2, 299, 301, 1000, 1999, 2000, 2001]) {
      await writeFile(path, lines.join(''));
      await truncateMetrics(path, step);
      expect(await readFile(path, 'utf8')).toBe(lines.slice(0, step).join(''));
    }
  });

  it('looks no further back than it must', async () => {
    const [old, recent] = ['\0'.repeat(1 << 20), Array.from({ length: 9 }, (_, index) => line(index + 1)).join('')];
    const path = await logPath(`${old}\n${recent}${line(10)}`);
    await truncateMetrics(path, 9);
    expect(await readFile(path, 'utf8')).toBe(`${old}\n${recent}`);
  });

  it('leaves nothing of a log without a whole line of an earlier step', async () => {
    const path = await logPath(`\n\nno record\n${line(7)}`);
    await truncateMetrics(path, 6);
    expect(await readFile(path, 'utf8')).toBe('');
  });

  it('does nothing where there is no log', async () => {
    const path = join(await temporaryFolder(), 'metrics.jsonl');
    await truncateMetrics(path, 5);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
