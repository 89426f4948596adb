import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeChangesOf, trainConfigOf } from '../../../src-main/cli/configuration';
import { presets } from '../../../src-main/contract/config';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-configuration-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function configFile(text: string): Promise<string> {
  const path = join(folder, 'options.json');
  await writeFile(path, text);
  return path;
}

describe('the training configuration', () => {
  it('is preset studio when nothing is given', async () => {
    expect(await trainConfigOf({ jitter: true }, null)).toEqual(presets.studio);
  });

  it('takes every flag into its field', async () => {
    const config = await trainConfigOf(
      {
        preset: 'paper',
        epochs: '7',
        steps: '12',
        batch: '2',
        lambda: '0.5',
        learningRate: '1e-4',
        beta1: '.9',
        size: '64',
        filters: '8',
        dropout: '0',
        noise: 'off',
        inputSide: 'left',
        jitter: false,
        checkpointEvery: '3',
        checkpointEverySteps: '5',
        sampleEvery: '6',
        seed: '42',
        device: 'cpu',
        deterministic: true,
      },
      null,
    );
    expect(config).toEqual({
      ...presets.paper,
      epochs: 7,
      steps: 12,
      batch: 2,
      lambda: 0.5,
      learningRate: 1e-4,
      beta1: 0.9,
      size: 64,
      filters: 8,
      dropout: 0,
      noiseAtInference: false,
      inputSide: 'left',
      jitter: false,
      checkpointEvery: 3,
      checkpointEverySteps: 5,
      sampleEvery: 6,
      seed: 42,
      device: 'cpu',
      deterministic: true,
    });
  });

  it('puts flags over the file and the file over the preset', async () => {
    const file = await configFile('{"preset": "quick", "lambda": 50, "batch": 4, "jitter": false}');
    const config = await trainConfigOf({ jitter: true, batch: '2' }, file);
    expect(config).toEqual({ ...presets.quick, lambda: 50, batch: 2, jitter: false });
  });

  it('lets --epochs win over steps in the file', async () => {
    const file = await configFile('{"steps": 100}');
    expect(await trainConfigOf({ epochs: '3' }, file)).toMatchObject({ epochs: 3, steps: null });
    expect(await trainConfigOf({}, file)).toMatchObject({ steps: 100 });
  });

  it.each([
    ['batch', '0', '--batch'],
    ['batch', '1.5', '--batch'],
    ['batch', '0x10', '--batch'],
    ['batch', 'Infinity', '--batch'],
    ['epochs', ' ', '--epochs'],
    ['learningRate', 'fast', '--learning-rate'],
    ['size', '100', '--size'],
    ['inputSide', 'top', '--input-side'],
    ['device', 'tpu', '--device'],
    ['preset', 'fast', '--preset'],
    ['noise', 'true', '--noise'],
  ])('refuses %s = "%s", naming the flag and what was typed', async (field, value, option) => {
    await expect(trainConfigOf({ [field]: value }, null)).rejects.toMatchObject({
      code: 'option-value',
      data: { option, value },
    });
  });

  it('says what would be allowed', async () => {
    await expect(trainConfigOf({ batch: '65' }, null)).rejects.toMatchObject({ data: { allowed: '1, 2, …, 64' } });
    await expect(trainConfigOf({ noise: 'yes' }, null)).rejects.toMatchObject({ data: { allowed: 'on, off' } });
  });

  it('names the file and its field for a wrong value and an unknown field', async () => {
    const wrong = await configFile('{"batch": "two"}');
    await expect(trainConfigOf({}, wrong)).rejects.toMatchObject({
      code: 'option-value',
      data: { option: `${wrong}: batch`, value: 'two' },
    });
    const unknown = await configFile('{"lamda": 1}');
    await expect(trainConfigOf({}, unknown)).rejects.toMatchObject({
      code: 'option-unknown',
      data: { option: `${unknown}: lamda` },
    });
  });

  it.each(['not JSON', '[1]', '"text"', 'null'])('refuses a file that holds %s', async (text) => {
    const path = await configFile(text);
    await expect(trainConfigOf({}, path)).rejects.toMatchObject({ code: 'config-file', data: { path } });
  });

  it('refuses a file that is not there', async () => {
    const path = join(folder, 'missing.json');
    await expect(trainConfigOf({}, path)).rejects.toMatchObject({ code: 'config-file', data: { path } });
  });
});

describe('the changes of resume', () => {
  it('are only what was given', () => {
    expect(resumeChangesOf({})).toEqual({});
    expect(resumeChangesOf({ lambda: '10', learningRate: '0.001' })).toEqual({ lambda: 10, learningRate: 0.001 });
    expect(resumeChangesOf({ steps: '30' })).toEqual({ steps: 30 });
  });

  it('count by epochs again when only --epochs is given', () => {
    expect(resumeChangesOf({ epochs: '9' })).toEqual({ epochs: 9, steps: null });
  });

  it('are refused outside their range', () => {
    expect(() => resumeChangesOf({ lambda: '-1' })).toThrow(/^option-value .*"option":"--lambda"/);
  });
});
