import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { precisions } from '../../../src-main/contract/config';
import { fastestExecution } from '../../../src-main/engine/measure-execution';
import { logLine, readLog } from '../../support/log-writer';
import { temporaryFolder } from '../../support/temporary-folder';
import { onlyError, ownLines, records, runCli } from './run-cli';

describe('the built command line', () => {
  it('shows its help', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: pix2pix-studio COMMAND');
    expect(ownLines(stderr)).toBe('');
  });

  it('ends with 2 for a wrong value and says the range', async () => {
    const { code, stdout, stderr } = await runCli(['train', 'pairs', '--run', 'run', '--batch', '65']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe('"65" cannot be used for --batch. Allowed: 1, 2, …, 64.\n');
  });

  it('ends with 2 for an unknown command', async () => {
    const { code, stderr } = await runCli(['trian']);
    expect(code).toBe(2);
    expect(stderr).toBe('There is no command "trian". Did you mean train?\n');
  });

  it('ends with 1 for a dataset that is not there, as a JSON object with --json', async () => {
    const folder = await temporaryFolder();
    const missing = join(folder, 'no-such-folder');
    for (const values of [
      ['inspect', missing],
      ['train', missing, '--run', join(folder, 'run')],
    ]) {
      const { code, stdout, stderr } = await runCli([...values, '--json']);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      const error = onlyError(stderr);
      expect(error.code).toBe('dataset-missing');
      expect(error.message).toContain(missing);
    }
  });

  it('ends with 1 for a run that is not there', async () => {
    const folder = await temporaryFolder();
    const run = join(folder, 'no-run');
    for (const values of [
      ['resume', run],
      ['evaluate', run],
      ['predict', run, 'picture.png', '--out', join(folder, 'out')],
      ['export', run, '--format', 'savedmodel', '--out', join(folder, 'out')],
    ]) {
      const { code, stderr } = await runCli([...values, '--json']);
      expect([values[0], code]).toEqual([values[0], 1]);
      const error = onlyError(stderr);
      expect(error.code).toBe('run-missing');
      expect(error.message).toContain('no-run');
    }
  });

  it('makes sample pairs and finds all of them again', async () => {
    const samples = join(await temporaryFolder(), 'samples');
    const made = await runCli(['sample-data', samples, '--count', '6', '--json']);
    expect(made.code).toBe(0);
    expect(records(made.stdout).at(-1)).toEqual({ type: 'done', train: 5, test: 1 });

    const inspected = await runCli(['inspect', samples, '--json']);
    expect(inspected.code).toBe(0);
    const [report, ...others] = records(inspected.stdout);
    expect(others).toEqual([]);
    expect(report).toMatchObject({ type: 'report', layout: 'side-by-side' });
    expect(report?.pairs).toHaveLength(6);

    const again = await runCli(['sample-data', samples, '--count', '6', '--json']);
    expect(again.code).toBe(1);
    expect(onlyError(again.stderr).code).toBe('output-exists');
  });

  it('finds this machine able to train, and names its log', async () => {
    const PIX2PIX_STUDIO_LOGS = join(await temporaryFolder(), 'logs');
    const { code, stdout, stderr } = await runCli(['doctor', '--json'], { environment: { PIX2PIX_STUDIO_LOGS } });
    expect(ownLines(stderr)).toBe('');
    const [report] = records(stdout);
    expect(report).toMatchObject({ type: 'device', ready: true });
    expect(report?.log).toBe(join(PIX2PIX_STUDIO_LOGS, 'pix2pix-studio.log'));
    const lines = await readLog(PIX2PIX_STUDIO_LOGS);
    expect(lines.map((line) => logLine.exec(line)?.[2])).toEqual(lines.map(() => 'cli'));
    expect(lines.at(-1)).toMatch(/ ends: code 0$/);
    const timing = z.object({ precision: z.enum(precisions), xla: z.enum(['off', 'on']), seconds: z.number() });
    const timings = z.array(timing).parse(report?.timings);
    expect(report).toMatchObject(fastestExecution(timings, { precision: 'auto', xla: 'auto' }));
    expect(code).toBe(0);
  });

  it('writes an error with its code and stack to the log, and on the terminal what it always wrote', async () => {
    const PIX2PIX_STUDIO_LOGS = await temporaryFolder();
    const { stderr } = await runCli(['inspect', '/no\nwhere'], { environment: { PIX2PIX_STUDIO_LOGS } });
    expect(stderr).toMatch(/^There is no folder \/no\n?.*where\. [^\n]+\n$/s);
    expect((await readLog(PIX2PIX_STUDIO_LOGS)).map((line) => logLine.exec(line)?.slice(1))).toEqual([
      ['info', 'cli', expect.any(String), expect.stringMatching(/^begins: Node\.js .*: \["inspect","\/no\\nwhere"\]$/)],
      ['error', 'cli', expect.any(String), expect.stringMatching(/^error \(dataset-missing\): AppError: .*\\n {4}at /)],
      ['info', 'cli', expect.any(String), 'ends: code 1'],
    ]);
  });

  it('ends quietly when nobody reads its output', async () => {
    const { code, stderr } = await runCli(['inspect', 'assets/sample-pairs', '--json'], {
      onStart: (child) => child.stdout.destroy(),
    });
    expect(ownLines(stderr)).toBe('');
    expect(code).toBe(0);
  });
});
