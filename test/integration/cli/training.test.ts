import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpointManifest, parseRunRecord, runFiles, stepFolder } from '../../../src-main/contract/run';
import { decodeImage } from '../../../src-main/data/decode';
import { largestDifference } from '../../support/tensors';
import { onlyError, ownLines, parseRecord, records, runCli, type Ended, type Watch } from './run-cli';

const dataset = 'assets/sample-pairs';
const small = ['--size', '64', '--filters', '4', '--device', 'cpu'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function train(name: string, options: readonly string[], watch: Watch = {}): Promise<Ended> {
  return runCli(['train', dataset, '--run', join(folder, name), ...small, ...options, '--json'], watch);
}

/** The whole checkpoint that the run's `latest` names: its folder is there with every file of its manifest. */
async function newestCheckpoint(run: string): Promise<string> {
  const checkpoints = join(run, runFiles.checkpoints);
  const name = (await readFile(join(checkpoints, runFiles.latest), 'utf8')).trim();
  const manifest = parseCheckpointManifest(
    JSON.parse(await readFile(join(checkpoints, name, runFiles.manifest), 'utf8')),
  );
  const files = await readdir(join(checkpoints, name));
  expect(files.filter((file) => file !== runFiles.manifest).sort()).toEqual(Object.keys(manifest.files).sort());
  return name;
}

describe('one run from training to export', () => {
  const run = (): string => join(folder, 'run');

  it('trains and tells it in JSON lines', async () => {
    const { code, stdout, stderr } = await train('run', ['--steps', '6', '--sample-every', '3', '--seed', '5']);
    expect(ownLines(stderr)).toBe('');
    expect(code).toBe(0);
    const lines = records(stdout);
    expect(lines[0]).toMatchObject({
      type: 'start',
      step: 0,
      total_steps: 6,
      train_pairs: 200,
      test_pairs: 40,
    });
    const steps = lines.filter(({ type }) => type === 'step');
    expect(steps.map((line) => line.step)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const line of steps) {
      expect(Object.keys(line).sort()).toEqual([
        'data_wait_seconds',
        'disc_loss',
        'epoch',
        'gen_gan_loss',
        'gen_l1_loss',
        'gen_total_loss',
        'step',
        'step_seconds',
        'type',
      ]);
    }
    expect(lines.filter(({ type }) => type === 'sample').map((line) => line.step)).toEqual(
      expect.arrayContaining([3, 6]),
    );
    expect(lines.filter(({ type }) => type === 'checkpoint').map((line) => line.step)).toEqual([6]);
    expect(lines.at(-1)).toEqual({ type: 'done', step: 6, complete: true });
  });

  it('leaves the run folder as it is documented', async () => {
    expect(await readdir(run())).toEqual(
      expect.arrayContaining(['run.json', 'metrics.jsonl', 'samples', 'checkpoints']),
    );
    const record = parseRunRecord(JSON.parse(await readFile(join(run(), runFiles.record), 'utf8')));
    expect(record.config).toMatchObject({ size: 64, filters: 4, steps: 6, sampleEvery: 3, seed: 5, device: 'cpu' });
    const metrics = records(await readFile(join(run(), runFiles.metrics), 'utf8'));
    expect(metrics.map((line) => line.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await readdir(join(run(), runFiles.samples, stepFolder(6)))).toContain('0.png');
    expect(await newestCheckpoint(run())).toBe(stepFolder(6));
  });

  it('is not overwritten by another run', async () => {
    const { code, stdout, stderr } = await train('run', ['--steps', '1']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(onlyError(stderr).code).toBe('run-exists');
  });

  it('has nothing to resume at its end', async () => {
    const { code, stderr } = await runCli(['resume', run(), '--json']);
    expect(code).toBe(1);
    expect(onlyError(stderr).code).toBe('run-finished');
  });

  it('resumes to a larger total', async () => {
    const { code, stdout } = await runCli(['resume', run(), '--steps', '9', '--json']);
    expect(code).toBe(0);
    const lines = records(stdout);
    expect(lines[0]).toMatchObject({ type: 'start', step: 6, total_steps: 9 });
    expect(lines.filter(({ type }) => type === 'step').map((line) => line.step)).toEqual([7, 8, 9]);
    expect(await newestCheckpoint(run())).toBe(stepFolder(9));
  });

  it('predicts', async () => {
    const [picture = ''] = (await readdir(join(dataset, 'test'))).filter((name) => name.endsWith('.png'));
    const out = join(folder, 'predictions');
    const { code, stdout } = await runCli(['predict', run(), join(dataset, 'test', picture), '--out', out, '--json']);
    expect(code).toBe(0);
    expect(records(stdout).map(({ type }) => type)).toEqual(['prediction', 'done']);
    expect(await readdir(out)).toEqual([picture]);
    const bytes = await readFile(join(out, picture));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([256, 256]);
  });

  it('evaluates on the test pairs', async () => {
    const views = join(folder, 'views');
    const { code, stdout } = await runCli(['evaluate', run(), '--discriminator', views, '--json']);
    expect(code).toBe(0);
    const [evaluation] = records(stdout);
    expect(evaluation).toMatchObject({ type: 'evaluation', step: 9, pairs: 40 });
    expect(evaluation?.l1).toBeGreaterThan(0);
    expect(evaluation?.l1).toBeLessThan(2);
    expect(evaluation?.psnr).toBeGreaterThan(0);
    for (const realness of [evaluation?.target_realness, evaluation?.prediction_realness]) {
      expect(realness).toBeGreaterThan(0);
      expect(realness).toBeLessThan(1);
    }
    expect(await readdir(views)).toHaveLength(40);
    const { width, height } = await decodeImage(await readFile(join(views, '0.png')), '0.png');
    expect(width).toBe(5 * height);
  });

  it('exports, and predicts from the export', async () => {
    const exported = join(folder, 'exported');
    const { code, stdout } = await runCli(['export', run(), '--format', 'savedmodel', '--out', exported, '--json']);
    expect(code).toBe(0);
    expect(records(stdout).at(-1)).toMatchObject({ type: 'export', format: 'savedmodel', step: 9 });
    expect(await readdir(exported)).toContain('saved_model.pb');

    const [picture = ''] = (await readdir(join(dataset, 'test'))).filter((name) => name.endsWith('.png'));
    const input = join(dataset, 'test', picture);
    const predicted = await runCli(['predict', exported, input, '--out', join(folder, 'from-export'), '--json']);
    expect(predicted.code).toBe(0);
    // The export has the convolutions that every runtime has; the run's own are quicker and round otherwise.
    const [ofExport, ofRun] = await Promise.all(
      ['from-export', 'predictions'].map(async (name) =>
        decodeImage(await readFile(join(folder, name, picture)), name),
      ),
    );
    expect(largestDifference(ofExport?.data ?? [], ofRun?.data ?? [])).toBeLessThanOrEqual(1);
  });
});

describe('a training that is interrupted', () => {
  /** Runs until step 2, then does `interrupt`. */
  function afterStepTwo(interrupt: Watch['onLine']): Watch {
    return {
      onLine: (line, child) => {
        const record = parseRecord(line);
        if (record.type === 'step' && record.step === 2) {
          interrupt?.(line, child);
        }
      },
    };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s says so, saves and ends with 130', async (signal) => {
    const name = `stopped-${signal}`;
    const { code, stdout } = await train(
      name,
      ['--steps', '5000'],
      afterStepTwo((_line, child) => child.kill(signal)),
    );
    expect(code).toBe(130);
    const lines = records(stdout);
    expect(lines.filter(({ type }) => type === 'warning')).toMatchObject([{ code: 'stopping' }]);
    const done = lines.at(-1);
    expect(done).toMatchObject({ type: 'done', complete: false });
    const step = Number(done?.step);
    expect(step).toBeGreaterThanOrEqual(2);
    expect(step).toBeLessThan(5000);
    expect(await newestCheckpoint(join(folder, name))).toBe(stepFolder(step));
  });

  it('goes on where it stopped', async () => {
    const run = join(folder, 'stopped-SIGINT');
    const step = Number((await newestCheckpoint(run)).replace('step-', ''));
    const { code, stdout } = await runCli(['resume', run, '--steps', String(step + 2), '--json']);
    expect(code).toBe(0);
    expect(records(stdout)[0]).toMatchObject({ type: 'start', step });
    expect(records(await readFile(join(run, runFiles.metrics), 'utf8')).map((line) => line.step)).toEqual(
      Array.from({ length: step + 2 }, (_, index) => index + 1),
    );
  });

  it('saves too when nobody reads its output any more', async () => {
    const { code, stderr } = await train(
      'cut-off',
      ['--steps', '5000'],
      afterStepTwo((_line, child) => child.stdout.destroy()),
    );
    expect(ownLines(stderr)).toBe('');
    expect(code).toBe(130);
    await newestCheckpoint(join(folder, 'cut-off'));
  });
});

describe('a training told as text', () => {
  it('has lines for start, progress, checkpoint and end', async () => {
    const run = join(folder, 'text');
    const { code, stdout, stderr } = await runCli(['train', dataset, '--run', run, ...small, '--steps', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Training on .+: 200 training pairs, 40 test pairs, 2 steps\.\n/);
    expect(stdout).toMatch(/^Checkpoint at step 2: /m);
    expect(stdout).toMatch(/^Done: 2 steps in /m);
    expect(stderr).toMatch(/^epoch 1\/1 {2}step 1\/2 {2}gen \d/m);
    expect(stderr).toMatch(/step 2\/2 /);
  });
});
