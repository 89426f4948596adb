import { mkdir, utimes, writeFile, rename, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listExports, listGenerators } from '../../../src-main/app/generators';
import { inputRecipeOf, makeTrainConfig } from '../../../src-main/contract/config';
import { countGeneratorWeights } from '../../../src-main/contract/cost';
import { manifestVersion, type ExportManifest } from '../../../src-main/contract/export';
import { exportName } from '../../../src-main/contract/generators';
import { stepFolder } from '../../../src-main/contract/run';
import { temporaryFolder } from '../../support/temporary-folder';

const config = makeTrainConfig('tutorial', { epochs: 10, checkpointEvery: 3, size: 128 });
const versions = { studio: '0', tensorflow: '0', tfjs: '0' };

async function write(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(value));
}

async function makeRun(): Promise<string> {
  const run = join(await temporaryFolder(), 'a run');
  const dataset = { path: '/pairs', fingerprint: '0', trainPairs: 4, testPairs: 1 };
  await write(join(run, 'run.json'), { format: 1, created: '2026-11-24', config, dataset, versions, changes: [] });
  return run;
}

async function makeCheckpoint(run: string, step: number, validationL1: number | null, isWhole = true): Promise<void> {
  const folder = join(run, 'checkpoints', stepFolder(step));
  const position = { step, epoch: Math.floor(step / 4), pairInEpoch: step % 4, ordinal: step };
  const state = {
    format: 1,
    versions,
    ...position,
    seed: 1,
    config,
    changes: [],
    datasetFingerprint: '',
    validationL1,
  };
  await write(join(folder, 'state.json'), state);
  if (isWhole) {
    await write(join(folder, 'MANIFEST.json'), {});
  }
}

describe('listGenerators', () => {
  it('lists whole checkpoints, the newest first, with the latest, the best and a picture of each', async () => {
    const run = await makeRun();
    await makeCheckpoint(run, 4, 0.5);
    await makeCheckpoint(run, 8, 0.2);
    await makeCheckpoint(run, 12, null);
    await makeCheckpoint(run, 16, 0.1, false);
    await mkdir(join(run, 'checkpoints', `${stepFolder(20)}.partial-1`));
    await writeFile(join(run, 'checkpoints', 'latest'), stepFolder(12));
    for (const picture of ['step-00000005/0.png', 'step-00000010/0.png', 'step-00000010/1.png']) {
      await write(join(run, 'samples', picture), null);
    }
    const { checkpoints, ...rest } = await listGenerators(run, 'a run');
    const address = (sample: number): string => `app://studio/runs/a%20run/samples/${stepFolder(sample)}/0.png`;
    expect(checkpoints).toEqual([
      { step: 12, epoch: 3, validationL1: null, isLatest: true, isBest: false, picture: address(10) },
      { step: 8, epoch: 2, validationL1: 0.2, isLatest: false, isBest: true, picture: address(5) },
      { step: 4, epoch: 1, validationL1: 0.5, isLatest: false, isBest: false, picture: null },
    ]);
    expect(rest).toEqual({
      name: 'a run',
      size: 128,
      weights: countGeneratorWeights(config),
      noiseAtInference: true,
      transform: 'none',
      testPictures: [address(10), address(10).replace('0.png', '1.png')],
      firstCheckpointAt: 12,
      exportsFolder: join(run, 'exports'),
    });
  });

  it('says when the first checkpoint will come, and what is wrong with a run that cannot be read', async () => {
    const run = await makeRun();
    expect(await listGenerators(run, 'a run')).toMatchObject({
      checkpoints: [],
      testPictures: [],
      firstCheckpointAt: 12,
    });
    await writeFile(join(run, 'run.json'), '{');
    await expect(listGenerators(run, 'a run')).rejects.toMatchObject({ code: 'run-damaged', data: { path: run } });
  });
});

describe('listExports', () => {
  it('lists what has a manifest that can be read, the newest first, with the size of all files', async () => {
    const run = await temporaryFolder();
    const parent = join(run, 'exports');
    const manifest = (changes: Partial<ExportManifest>): ExportManifest => ({
      manifestVersion,
      format: 'onnx',
      precision: 'float16',
      opset: 17,
      size: 128,
      network: { filters: 64, dropout: 0.5, leakySlope: 0.3, normEpsilon: 1e-3, bottleneckNorm: false },
      multiple: 128,
      recipe: inputRecipeOf(makeTrainConfig('studio', {})),
      layout: 'NCHW',
      valueRange: [-1, 1],
      normalisation: 'statistics of each picture',
      noise: false,
      functions: [],
      step: 400,
      versions,
      files: {
        'model.onnx': { bytes: 1000, sha256: '0'.repeat(64) },
        'model-card.md': { bytes: 24, sha256: '1'.repeat(64) },
      },
      ...changes,
    });
    const folders = ['old', 'new', 'damaged', 'no export'] as const;
    for (const [index, name] of folders.entries()) {
      const path = join(parent, name, 'manifest.json');
      await write(path, name === 'damaged' ? { format: 'onnx' } : manifest({ step: index }));
      await utimes(path, 100 + index, 100 + index);
    }
    await write(join(parent, 'no export', 'manifest.json'), { name: 'an extension of a browser' });
    const list = await listExports(run);
    expect(list).toEqual([
      {
        name: 'new',
        path: join(parent, 'new'),
        format: 'onnx',
        precision: 'float16',
        step: 1,
        bytes: 1024,
        madeAt: 101_000,
      },
      {
        name: 'old',
        path: join(parent, 'old'),
        format: 'onnx',
        precision: 'float16',
        step: 0,
        bytes: 1024,
        madeAt: 100_000,
      },
    ]);
    // One that lies elsewhere is another folder's, whatever leads there.
    await rename(join(parent, 'new'), `${run}-moved`);
    await symlink(`${run}-moved`, join(parent, 'new'));
    expect((await listExports(run)).map(({ name }) => name)).toEqual(['old']);
    expect(await listExports(join(run, 'nothing'))).toEqual([]);
  });
});

describe('exportName', () => {
  it('says the format, and the precision where it is not the usual one', () => {
    expect(exportName('pairs-3', 'tfjs', 'float32')).toBe('pairs-3-tfjs');
    expect(exportName('pairs-3', 'tfjs', 'uint8')).toBe('pairs-3-tfjs-uint8');
  });
});
