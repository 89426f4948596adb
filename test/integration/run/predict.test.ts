/** Predictions for a person's own pictures, and evaluation, on a small real run and its export. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTrainConfig, type TrainConfig } from '../../../src-main/contract/config';
import type { AppError } from '../../../src-main/contract/errors';
import { stepFolder } from '../../../src-main/contract/run';
import { decodeImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import type { Picture } from '../../../src-main/data/picture';
import { exportOptionsSchema } from '../../../src-main/contract/export';
import { exportRun } from '../../../src-main/export/export-run';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { predictImages, type PredictRequest } from '../../../src-main/run/predict';
import { startRun } from '../../../src-main/run/train';
import { noise, writeBelow, writePairs } from '../../support/pictures';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const config = makeTrainConfig('studio', { size: 64, filters: 4, steps: 2 });
const never = new AbortController().signal;

let folder: string;
let run: string;
let exported: string;

beforeAll(async () => {
  const shared = await sharedFolder();
  folder = shared.folder;
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  const dataset = join(folder, 'dataset');
  await writePairs(dataset, ['train/1.png', 'train/2.png'], 128, 64);
  run = join(folder, 'run');
  await startRun({ dataset, run, config }, { event: () => undefined }, never);
  exported = join(folder, 'exported');
  await exportRun(exportOptionsSchema.parse({ run, out: exported, format: 'savedmodel' }));
  return shared.remove;
});

/** @param refused takes what cannot be used; without it that is an error */
async function predict(
  request: Partial<PredictRequest> & Pick<PredictRequest, 'inputs'>,
  refused?: AppError[],
): Promise<string[]> {
  const written: string[] = [];
  const out = await temporaryFolder();
  const defaults = { checkpoint: 'latest', noise: null, whole: false, transform: true, scale: 'native' } as const;
  const readStandardInput = (): Promise<Uint8Array> => readFile(request.inputs[0] ?? '');
  await predictImages(
    { source: run, out, ...defaults, readStandardInput, ...request },
    {
      done: ({ path }) => {
        written.push(path);
      },
      refused: (error) => {
        if (refused === undefined) {
          throw error;
        }
        refused.push(error);
      },
    },
  );
  return written;
}

async function pixels(path: string | undefined): Promise<Picture> {
  return decodeImage(await readFile(path ?? ''), path ?? '');
}

async function picture(name: string, width: number, height: number): Promise<string> {
  await writeBelow(folder, name, await encodePng(noise(width, height, 5)));
  return join(folder, name);
}

describe('predictImages', () => {
  it.each([
    ['a picture of the training size', 64, 64, false, [64, 64]],
    ['a picture of another size and shape', 100, 37, false, [100, 37]],
    ['the input half of a pair', 200, 100, false, [100, 100]],
    ['a wide picture as one', 200, 100, true, [200, 100]],
  ])('gives %s at its own size', async (_, width, height, whole, size) => {
    const [written] = await predict({ inputs: [await picture('mine.png', width, height)], whole });
    expect(written).toMatch(/mine\.png$/);
    const result = await pixels(written);
    expect([result.width, result.height]).toEqual(size);
  });

  it('gives from the export what it gives from the run', async () => {
    const inputs = [await picture('one.png', 64, 64), await picture('두 번째 🙂.png', 80, 80)];
    const [ofRun, ofExport] = [await predict({ inputs }), await predict({ inputs, source: exported })];
    for (const [index, path] of ofRun.entries()) {
      const [a, b] = [await pixels(path), await pixels(ofExport[index])];
      const largest = a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (b.data[at] ?? 0))), 0);
      expect(largest).toBeLessThanOrEqual(1);
    }
  });

  it('with noise differs from picture to picture, and is the same when repeated', async () => {
    const inputs = [await picture('a.png', 64, 64), await picture('b.png', 64, 64)];
    const [a, b] = await predict({ inputs, noise: true });
    const [again] = await predict({ inputs, noise: true });
    expect((await pixels(a)).data).not.toEqual((await pixels(b)).data);
    expect((await pixels(a)).data).toEqual((await pixels(again)).data);
  });

  it('gives results of one name numbers, and overwrites no input', async () => {
    const inputs = [
      await picture('out/same.png', 64, 64),
      await picture('y/SAME.png', 64, 64),
      await picture('z/same-2.png', 64, 64),
      await picture('z/sheet.png', 64, 64),
    ];
    const before = await readFile(inputs[0] ?? '');
    const written = await predict({ inputs, out: join(folder, 'out') });
    expect(written.map((path) => basename(path))).toEqual(['same-2.png', 'SAME-3.png', 'same-2-2.png', 'sheet-2.png']);
    expect(await readFile(inputs[0] ?? '')).toEqual(before);
  });

  it('names what it cannot use, and goes on', async () => {
    await writeBelow(folder, 'broken.png', (await readFile(await picture('a.png', 64, 64))).subarray(0, 200));
    const inputs = ['broken.png', 'a.png', 'missing.png', 'b.png'].map((name) => join(folder, name));
    await picture('b.png', 70, 64);
    const refused: AppError[] = [];
    const written = await predict({ inputs }, refused);
    expect(written.map((path) => basename(path))).toEqual(['a.png', 'b.png']);
    expect(refused.map(({ code, data }) => ({ code, data }))).toEqual([
      { code: 'image-unreadable', data: { name: inputs[0], reason: expect.any(String) as unknown } },
      { code: 'image-missing', data: { name: inputs[2] } },
    ]);
  });

  it('shows the network a picture as training did, where that is asked for', async () => {
    const input = await picture('large.png', 150, 90);
    const [native] = await predict({ inputs: [input] });
    const [training] = await predict({ inputs: [input], scale: 'training' });
    const [a, b] = [await pixels(native), await pixels(training)];
    expect([b.width, b.height]).toEqual([150, 90]);
    expect(b.data).not.toEqual(a.data);
  });

  it('takes the pictures of a folder in order, and standard input', async () => {
    await picture('many/10.png', 64, 64);
    await picture('many/9.png', 64, 64);
    await writeBelow(folder, 'many/notes.txt', 'no picture');
    const ofFolder = await predict({ inputs: [join(folder, 'many')] });
    expect(ofFolder.map((path) => path.split('/').at(-1))).toEqual(['9.png', '10.png']);
    const bytes = await readFile(join(folder, 'many/9.png'));
    const ofInput = await predict({ inputs: ['-'], readStandardInput: () => Promise.resolve(bytes) });
    expect(ofInput[0]).toMatch(/stdin\.png$/);
    expect((await pixels(ofInput[0])).data).toEqual((await pixels(ofFolder[0])).data);
    const empty = await temporaryFolder();
    await expect(predict({ inputs: [empty] })).rejects.toMatchObject({ code: 'inputs-none', data: { path: empty } });
  });

  it('says how large a picture must be at least', async () => {
    const input = await picture('dot.png', 80, 20);
    await expect(predict({ inputs: [input] })).rejects.toMatchObject({
      code: 'image-too-small',
      data: { name: input, width: 80, height: 20, minimum: 33 },
    });
    const [written] = await predict({ inputs: [input], scale: 'training' });
    expect((await pixels(written)).height).toBe(20);
  });

  it('says that an export in another format is for other programs', async () => {
    const source = join(folder, 'keras');
    await exportRun(exportOptionsSchema.parse({ run, out: source, format: 'keras' }));
    const inputs = [await picture('a.png', 64, 64)];
    await expect(predict({ inputs, source })).rejects.toMatchObject({
      code: 'export-not-runnable',
      data: { path: source, format: 'keras' },
    });
  });

  it('names an input that is no picture', async () => {
    await writeBelow(folder, 'text.png', 'not a picture');
    const input = join(folder, 'text.png');
    await expect(predict({ inputs: [input] })).rejects.toMatchObject({ data: { name: input } });
  });

  it('says that an export is damaged', async () => {
    const damaged = join(folder, 'damaged');
    await mkdir(damaged, { recursive: true });
    await cp(exported, damaged, { recursive: true });
    await writeFile(join(damaged, 'saved_model.pb'), 'cut');
    const inputs = [await picture('a.png', 64, 64)];
    await expect(predict({ inputs, source: damaged })).rejects.toMatchObject({
      code: 'export-damaged',
      data: { path: damaged },
    });
  });

  it('says that the source is no run', async () => {
    const source = await temporaryFolder();
    const inputs = [await picture('a.png', 64, 64)];
    await expect(predict({ inputs, source })).rejects.toMatchObject({ code: 'run-missing', data: { path: source } });
    await writeFile(join(source, 'run.json'), '{"format": 1');
    await expect(predict({ inputs, source })).rejects.toMatchObject({ code: 'run-damaged', data: { path: source } });
  });
});

describe('the pictures of a run’s dataset', () => {
  const inFolders = { layout: 'folders', inputFolder: 'in', targetFolder: 'out' } as const;

  it.each<[string, Partial<TrainConfig>, string, number, number]>([
    ['pairs of the training size', {}, 'train/1.png', 128, 64],
    ['larger pairs, the input at the left', { inputSide: 'left', inputResizing: 'smooth' }, '1.png', 300, 150],
    ['stacked pairs', { layout: 'top-bottom', inputSide: 'left' }, '1.png', 90, 180],
    ['padded pictures', { ...inFolders, fit: 'pad', background: '#336699' }, 'in/1.png', 150, 90],
    ['cut pictures', { ...inFolders, fit: 'crop', inputResizing: 'nearest' }, 'in/1.png', 160, 80],
    ['photographs', { transform: 'edges', fit: 'crop' }, '1.png', 150, 90],
    ['coarse photographs', { transform: 'downscale-4' }, '1.png', 128, 64],
    ['noise', { noiseAtInference: true }, '1.png', 128, 64],
  ])('%s: predictions are the run’s own samples, byte for byte', async (_, fields, name, width, height) => {
    const own = await temporaryFolder();
    const dataset = join(own, 'dataset');
    const names = [name, name.replace('1', '2')];
    await writePairs(dataset, [...names, ...names.map((each) => each.replace('in/', 'out/'))], width, height);
    const source = join(own, 'run');
    const ownConfig = { ...config, jitter: false, ...fields };
    await startRun({ dataset, run: source, config: ownConfig }, { event: () => undefined }, never);
    const sample = third(await pixels(join(source, 'samples', stepFolder(2), '0.png')), 2);

    const shown = await Promise.all(
      names.map((each) => predict({ source, inputs: [join(dataset, each)], scale: 'sample' })),
    );
    const predictions = await Promise.all(shown.map(async ([path]) => (await pixels(path)).data));
    // The seed decides which of the two is a test picture, and so the sample.
    expect(predictions).toContainEqual(sample);
    if (fields.transform !== undefined) {
      const [asInput] = await predict({
        source,
        inputs: [join(dataset, name)],
        scale: 'sample',
        transform: false,
      });
      expect(predictions).not.toContainEqual((await pixels(asInput)).data);
    }
  });

  it('an export shows the network what the run did', async () => {
    const own = await temporaryFolder();
    const dataset = join(own, 'dataset');
    await writePairs(dataset, ['1.png', '2.png'], 150, 90);
    const [source, out] = [join(own, 'run'), join(own, 'exported')];
    const ownConfig: TrainConfig = { ...config, transform: 'edges', fit: 'pad', background: '#336699' };
    await startRun({ dataset, run: source, config: ownConfig }, { event: () => undefined }, never);
    await exportRun(exportOptionsSchema.parse({ run: source, out, format: 'savedmodel' }));
    const request = { inputs: [join(dataset, '1.png')], scale: 'training' } as const;
    const [[ofRun], [ofExport]] = [await predict({ ...request, source }), await predict({ ...request, source: out })];
    const [a, b] = [await pixels(ofRun), await pixels(ofExport)];
    expect([a.width, a.height]).toEqual([150, 90]);
    const largest = a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (b.data[at] ?? 0))), 0);
    expect(largest).toBeLessThanOrEqual(1);
  });
});

/** A square of a sample's row of three. */
function third({ width, height, data }: Picture, index: number): Uint8Array {
  const row = height * 3;
  return Uint8Array.from({ length: height * row }, (_, at) => {
    const [y, rest] = [Math.floor(at / row), at % row];
    return data[y * width * 3 + index * row + rest] ?? 0;
  });
}

it('a run without test pairs cannot be evaluated, and says so', async () => {
  await expect(evaluateRun({ run })).rejects.toMatchObject({
    code: 'dataset-no-test-pairs',
    data: { path: join(folder, 'dataset') },
  });
});
