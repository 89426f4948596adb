/** An export with noise gives, for the numbers that the run draws from a seed, the picture that the run gives for it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { exportFiles, noiseInputs, parseExportManifest, type ExportFormat } from '../../../src-main/contract/export';
import { Philox } from '../../../src-main/core/philox';
import { downWidths } from '../../../src-main/core/variables';
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
} from '../../support/exports';
import { noise } from '../../support/pictures';
import { sharedFolder } from '../../support/temporary-folder';

const seed = [3, 4] as const;
const [batch, height, width] = [1, 64, 128];
const picture = noise(width, height, 5);

let folder: string;
let run: string;
/** For each block the numbers that the run draws, [batch, rows, columns, channels]. */
let uniform: readonly { readonly shape: readonly [number, number, number, number]; readonly values: Float32Array }[];
let noisy: Float32Array;

beforeAll(async () => {
  const shared = await sharedFolder();
  folder = shared.folder;
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  const made = await makeRun(folder, 'tutorial', {});
  run = made.run;
  const generator = await openLast(run, made.config);
  const pictures = { batch, height, width, data: picture.data };
  noisy = generator.predict(pictures, seed);
  expect(largestDifference(noisy, generator.predict(pictures, null))).toBeGreaterThan(0.05);
  generator.dispose();
  uniform = noiseInputs.map((_, block) => {
    const scale = 2 ** (block + 1) / made.config.size;
    const channels = downWidths(made.config).at(-2 - block) ?? 0;
    const shape = [batch, height * scale, width * scale, channels] as const;
    const random = new Philox(seed[0], seed[1] + block);
    const length = shape.reduce((product, side) => product * side, 1);
    return { shape, values: Float32Array.from({ length }, () => random.nextUniform()) };
  });
  return shared.remove;
});

async function exported(format: ExportFormat): Promise<string> {
  const out = join(folder, format);
  await exportTo(run, out, { format, noise: true });
  const manifest = parseExportManifest(JSON.parse(await readFile(join(out, exportFiles.manifest), 'utf8')));
  expect(manifest.noise).toBe(true);
  return out;
}

it('onnxruntime', async () => {
  const path = await exported('onnx');
  const session = await ort.InferenceSession.create(join(path, exportFiles.onnx));
  const input = moveChannels(floatsOf(picture.data), height * width, 'first');
  const feeds: Record<string, ort.Tensor> = { input: new ort.Tensor('float32', input, [batch, 3, height, width]) };
  for (const [block, { shape, values }] of uniform.entries()) {
    const [, rows, columns, channels] = shape;
    const first = Float32Array.from(values, (_, at) => {
      const [channel, pixel] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
      return values[pixel * channels + channel] ?? 0;
    });
    feeds[noiseInputs[block] ?? ''] = new ort.Tensor('float32', first, [batch, channels, rows, columns]);
  }
  const { output } = await session.run(feeds);
  const there = moveChannels(Float32Array.from(output?.data as Float32Array), height * width, 'last');
  expect(largestDifference(there, noisy)).toBeLessThan(1e-4);
});

it('TF.js', async () => {
  const path = await exported('tfjs');
  const text = await readFile(join(path, exportFiles.tfjs), 'utf8');
  const json = JSON.parse(text) as {
    modelTopology: object;
    signature: object;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  };
  const [group] = json.weightsManifest;
  const shards = await Promise.all((group?.paths ?? []).map((shard) => readFile(join(path, shard))));
  const artifacts: tf.io.ModelArtifacts = {
    modelTopology: json.modelTopology,
    signature: json.signature,
    weightSpecs: group?.weights ?? [],
    weightData: new Uint8Array(Buffer.concat(shards)).buffer,
  };
  const outer = tf.getBackend();
  onTestFinished(() => tf.setBackend(outer).then(() => undefined));
  await tf.setBackend('cpu');
  const model = await loadGraphModel(tf.io.fromMemory(artifacts));
  const given = uniform.map(({ shape, values }, block) => [noiseInputs[block], tf.tensor4d(values, [...shape])]);
  const input = tf.tensor4d(floatsOf(picture.data), [batch, height, width, 3]);
  const output = model.predict({ input, ...(Object.fromEntries(given) as tf.NamedTensorMap) });
  if (!(output instanceof tf.Tensor)) throw new Error('The model has more than one output.');
  expect(largestDifference(await output.data(), noisy)).toBeLessThan(1e-4);
});

it('Keras and TensorFlow in Python, and predict', async () => {
  const path = await exported('savedmodel');
  const input = join(folder, 'input.f32');
  await writeFile(input, floatsOf(picture.data));
  const noises = await Promise.all(
    uniform.map(async ({ shape, values }, block) => {
      const file = join(folder, `noise-${String(block)}.f32`);
      await writeFile(file, values);
      return { path: file, shape };
    }),
  );
  const shape = [batch, height, width, 3];
  const outputs = ['tensorflow.f32', 'keras.f32'].map((name) => join(folder, name));
  const [tensorflow = '', keras = ''] = outputs;
  await runInPython(folder, [
    { kind: 'savedmodel', path, input, output: tensorflow, shape, seed },
    { kind: 'keras', path: await exported('keras'), input, output: keras, shape, noise: noises },
  ]);
  for (const output of outputs) {
    expect(largestDifference(await readFloats(output), noisy), output).toBeLessThan(1e-4);
  }
  const opened = await openGenerator(path);
  expect([opened.noiseByDefault, opened.hasNoise]).toEqual([true, true]);
  const [withNoise, without] = [await opened.predict(picture, seed), await opened.predict(picture, null)];
  opened.dispose();
  expect(largestDifference(floatsOf(withNoise.data), noisy)).toBeLessThan(0.01);
  expect(largestDifference(withNoise.data, without.data)).toBeGreaterThan(5);
});

it('is refused for a run without dropout', async () => {
  const { run: plain } = await makeRun(join(folder, 'plain'), 'studio', { dropout: 0 });
  await expect(exportTo(plain, join(folder, 'none'), { format: 'onnx', noise: true })).rejects.toMatchObject({
    code: 'run-without-dropout',
    data: { path: plain },
  });
});
