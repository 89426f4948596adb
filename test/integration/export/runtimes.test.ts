/** Every export gives in its own runtime the picture that the run gives here. */
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainConfig } from '../../../src-main/contract/config';
import { countGeneratorWeights } from '../../../src-main/contract/cost';
import {
  exportedBytes,
  exportFormats,
  parseExportManifest,
  precisionsOf,
  type ExportOptions,
} from '../../../src-main/contract/export';
import { decodeImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import type { Generator } from '../../../src-main/engine/generator';
import { toBytes } from '../../../src-main/engine/inference';
import { openGenerator } from '../../../src-main/run/open-generator';
import {
  exportTo,
  floatsOf,
  largestDifference,
  makeRun,
  moveChannels,
  openLast,
  readFloats,
  runInPython,
  type ReferenceJob,
} from '../../support/exports';
import { encodeJpeg, noise } from '../../support/pictures';
import { sharedFolder } from '../../support/temporary-folder';

/** In [-1, 1]. */
const allowed = { float32: 1e-4, float16: 2e-2 };

const [batch, height, width] = [2, 64, 128];
const shape = [batch, height, width, 3];
const shapeFirst = [batch, 3, height, width];
const pixels = height * width;
const bytes = Uint8Array.from([...noise(width, height, 5).data, ...noise(width, height, 6).data]);

/** Architectures that differ in everything that decides arithmetic. */
const networks = [
  { preset: 'studio', changes: { filters: 8 } },
  { preset: 'tutorial', changes: {} },
  { preset: 'paper', changes: { size: 128 } },
] as const;

interface Made {
  readonly run: string;
  readonly config: TrainConfig;
  readonly generator: Generator;
  readonly here: Float32Array;
}

let folder: string;
let remove: () => Promise<void>;
const made = new Map<string, Made>();

beforeAll(async () => {
  ({ folder, remove } = await sharedFolder());
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  for (const { preset, changes } of networks) {
    const { run, config } = await makeRun(folder, preset, changes);
    const generator = await openLast(run, config);
    const at = batchFor(config);
    made.set(preset, { run, config, generator, here: generator.predict(at, null) });
  }
});

afterAll(async () => {
  made.forEach(({ generator }) => {
    generator.dispose();
  });
  await remove();
});

/** Sides are multiples of 64, which suits networks of that size only; others get squares. */
function batchFor({ size }: TrainConfig) {
  return size === 64
    ? { batch, height, width, data: bytes }
    : { batch: 1, height: size, width: size, data: noise(size, size, 7).data };
}

function theRun(preset: string): Made {
  const found = made.get(preset);
  if (found === undefined) {
    throw new Error(`There is no run of preset ${preset}.`);
  }
  return found;
}

it('the networks tell pictures apart, or nothing here would be proved', () => {
  for (const { here } of made.values()) {
    const [most, least] = [Math.max, Math.min].map((which) => here.reduce((a, b) => which(a, b)));
    expect((most ?? 0) - (least ?? 0)).toBeGreaterThan(0.2);
  }
});

it('each picture of a batch is normalised by itself', () => {
  const { generator, here } = theRun('studio');
  const one = pixels * 3;
  const alone = generator.predict({ batch: 1, height, width, data: bytes.subarray(one) }, null);
  expect(largestDifference(alone, here.subarray(one))).toBeLessThan(1e-5);
});

async function exported(preset: string, options: Partial<ExportOptions> & Pick<ExportOptions, 'format'>) {
  const out = join(folder, `${preset}-${Object.values(options).join('-')}`);
  await exportTo(theRun(preset).run, out, { ...options, force: true });
  return out;
}

describe('in Python', () => {
  it('TensorFlow, Keras and onnxruntime give the same pictures, and onnx finds the models valid', async () => {
    const jobs: ReferenceJob[] = [];
    const expectations: {
      readonly output: string;
      readonly expected: Float32Array;
      readonly precision: keyof typeof allowed;
      readonly title: string;
      readonly isFirst: boolean;
      readonly area: number;
    }[] = [];
    for (const { preset } of networks) {
      const { config, here } = theRun(preset);
      const { batch: count, height: rows, width: columns, data } = batchFor(config);
      const area = rows * columns;
      const last = join(folder, `${preset}.f32`);
      const first = join(folder, `${preset}-first.f32`);
      await writeFile(last, floatsOf(data));
      await writeFile(first, moveChannels(floatsOf(data), area, 'first'));
      for (const format of ['savedmodel', 'keras', 'onnx'] as const) {
        for (const precision of ['float32', 'float16'] as const) {
          const path = await exported(preset, { format, precision });
          const isFirst = format === 'onnx';
          const output = `${path}.f32`;
          const title = `${preset} ${format} ${precision}`;
          jobs.push({
            kind: format,
            path,
            input: isFirst ? first : last,
            output,
            shape: isFirst ? [count, 3, rows, columns] : [count, rows, columns, 3],
          });
          expectations.push({ output, expected: here, precision, title, isFirst, area });
        }
      }
    }
    const newest = await exported('studio', { format: 'onnx', opset: 21 });
    jobs.push({
      kind: 'onnx',
      path: newest,
      input: join(folder, 'studio-first.f32'),
      output: `${newest}.f32`,
      shape: shapeFirst,
    });
    const output = `${newest}.f32`;
    expectations.push({
      output,
      expected: theRun('studio').here,
      precision: 'float32',
      title: 'opset 21',
      isFirst: true,
      area: pixels,
    });

    await runInPython(folder, jobs);

    for (const { output: path, expected, precision, title, isFirst, area } of expectations) {
      const values = await readFloats(path);
      const there = isFirst ? moveChannels(values, area, 'last') : values;
      expect(largestDifference(there, expected), title).toBeLessThan(allowed[precision]);
    }
  });

  it('Keras saves the model as .keras, opens it and trains it on', async () => {
    const path = await exported('studio', { format: 'keras', checkpoint: 6 });
    const [input, output] = [join(folder, 'train-on.f32'), join(folder, 'train-on-out.f32')];
    await writeFile(input, floatsOf(bytes));
    await runInPython(folder, [{ kind: 'keras-training', path, input, output, shape }]);
    expect(largestDifference(await readFloats(output), theRun('studio').here)).toBeLessThan(allowed.float32);
  });

  it('the SavedModel takes files of any size, and draws the noise that the run draws', async () => {
    const { run, generator } = theRun('tutorial');
    const path = await exported('tutorial', { format: 'savedmodel' });
    const picture = noise(90, 50, 8);
    const [input, output] = [join(folder, 'any.png'), join(folder, 'any-out.png')];
    await writeFile(input, await encodePng(picture));
    const [photo, photoOutput] = [join(folder, 'any.jpg'), join(folder, 'any-jpg-out.png')];
    await writeFile(photo, await encodeJpeg(noise(40, 70, 9)));
    const noisy = join(folder, 'noisy.f32');
    await runInPython(folder, [
      { kind: 'savedmodel-bytes', path, input, output },
      { kind: 'savedmodel-bytes', path, input: photo, output: photoOutput },
      { kind: 'savedmodel', path, input: join(folder, 'tutorial.f32'), output: noisy, shape, seed: [3, 4] },
    ]);

    const opened = await openGenerator(run);
    const files = [
      { given: picture, made: output },
      { given: await decodeImage(await readFile(photo), photo), made: photoOutput },
    ];
    for (const { given, made: png } of files) {
      const here = await opened.predict(given, null);
      const there = await decodeImage(await readFile(png), png);
      expect([there.width, there.height]).toEqual([given.width, given.height]);
      expect(largestDifference(there.data, here.data), png).toBeLessThanOrEqual(1);
    }
    opened.dispose();

    const withNoise = generator.predict(batchFor(theRun('tutorial').config), [3, 4]);
    expect(largestDifference(withNoise, theRun('tutorial').here)).toBeGreaterThan(0.05);
    expect(largestDifference(await readFloats(noisy), withNoise)).toBeLessThan(allowed.float32);
  });
});

describe('in onnxruntime for Node', () => {
  it.each(['float32', 'float16'] as const)('%s gives the same picture', async (precision) => {
    const path = await exported('studio', { format: 'onnx', precision });
    const session = await ort.InferenceSession.create(join(path, 'model.onnx'));
    const input = new ort.Tensor('float32', moveChannels(floatsOf(bytes), pixels, 'first'), shapeFirst);
    const { output } = await session.run({ input });
    expect(output?.dims).toEqual(shapeFirst);
    const there = moveChannels(Float32Array.from(output?.data as Float32Array), pixels, 'last');
    expect(largestDifference(there, theRun('studio').here)).toBeLessThan(allowed[precision]);
  });

  it('a model of bytes gives the bytes of the same picture', async () => {
    const path = await exported('paper', { format: 'onnx', pictures: 'uint8' });
    const session = await ort.InferenceSession.create(join(path, 'model.onnx'));
    const { data } = batchFor(theRun('paper').config);
    const { output } = await session.run({ input: new ort.Tensor('uint8', data, [1, 128, 128, 3]) });
    const there = Uint8Array.from(output?.data as Uint8Array);
    expect(largestDifference(there, toBytes(theRun('paper').here))).toBeLessThanOrEqual(1);
  });

  it('float16 is at most 55 % of float32', async () => {
    const sizes = await Promise.all(
      (['float32', 'float16'] as const).map(async (precision) => {
        const path = await exported('studio', { format: 'onnx', precision, checkpoint: 'latest' });
        return (await stat(join(path, 'model.onnx'))).size;
      }),
    );
    expect((sizes[1] ?? Infinity) / (sizes[0] ?? 1)).toBeLessThan(0.55);
  });
});

it('the sizes of files are told before, to a few per cent', async () => {
  const { run, config } = await makeRun(folder, 'quick', { filters: 32 });
  for (const format of exportFormats) {
    for (const precision of precisionsOf(format)) {
      const path = join(folder, `sized-${format}-${precision}`);
      const { bytes: real } = await exportTo(run, path, { format, precision });
      const told = exportedBytes(countGeneratorWeights(config), format, precision);
      expect(Math.abs(told / real - 1), `${format} ${precision}`).toBeLessThan(0.05);
    }
  }
});

it.each(['savedmodel', 'onnx', 'tfjs', 'keras'] as const)(
  'the manifest of %s has the hashes of its files',
  async (format) => {
    const path = await exported('studio', { format, checkpoint: 'best' });
    const manifest = parseExportManifest(JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')));
    expect(manifest).toMatchObject({ format, precision: 'float32', size: 64, noise: false, step: 6 });
    expect(Object.keys(manifest.files)).toContain('model-card.md');
    for (const [name, { bytes: length, sha256 }] of Object.entries(manifest.files)) {
      const contents = await readFile(join(path, name));
      expect(contents).toHaveLength(length);
      expect(createHash('sha256').update(contents).digest('hex'), name).toBe(sha256);
    }
  },
);
