/** Trains briefly, exports in every format, and writes what the preview shows for 50 pictures. Prints lines of JSON. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import { makeTrainConfig } from '../../src-main/contract/config';
import { exportFormats, exportOptionsSchema, precisionsOf } from '../../src-main/contract/export';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { readImage } from '../../src-main/data/decode';
import { partOf } from '../../src-main/data/region';
import { resizable } from '../../src-main/data/resizable-picture';
import { createGenerator } from '../../src-main/engine/generator';
import { processorGenerator } from '../../src-main/engine/processor-generator';
import { fromByte } from '../../src-main/engine/inference';
import { exportRun } from '../../src-main/export/export-run';
import { startRun } from '../../src-main/run/train';

const dataset = join('assets', 'sample-pairs');

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { folder: text, size: text, filters: text, steps: text, pictures: text } });
  const { folder = '', size: sizeText = '256', filters = '64', steps = '20', pictures: countText = '50' } = values;
  const [size, count] = [Number(sizeText), Number(countText)];
  const run = join(folder, 'run');
  const config = makeTrainConfig('studio', { size, filters: Number(filters), steps: Number(steps), sampleEvery: 1e6 });
  await startRun({ dataset, run, config }, { event: () => undefined }, new AbortController().signal);

  for (const format of exportFormats) {
    for (const precision of precisionsOf(format)) {
      const out = join(folder, `${format}-${precision}`);
      const start = performance.now();
      const { bytes } = await exportRun(exportOptionsSchema.parse({ run, out, format, precision }));
      answer({ export: { format, precision, bytes, seconds: (performance.now() - start) / 1000 } });
    }
  }

  const inputs = await readInputs(size, count);
  const generator = await createGenerator(config);
  generator.restore(join(run, runFiles.checkpoints, stepFolder(config.steps ?? 0), runFiles.model));
  const preview = (await processorGenerator(generator)) ?? generator;
  const previews = inputs.map((data) => preview.predict({ batch: 1, height: size, width: size, data }, null));
  generator.dispose();
  const floats = inputs.map((data) => Float32Array.from(data, fromByte));
  await mkdir(join(folder, 'pictures'), { recursive: true });
  await writeFile(join(folder, 'pictures', 'inputs.f32'), joined(floats));
  await writeFile(
    join(folder, 'pictures', 'inputs-first.f32'),
    joined(floats.map((each) => channelsFirst(each, size))),
  );
  await writeFile(join(folder, 'pictures', 'previews.f32'), joined(previews));

  for (const precision of ['float32', 'float16'] as const) {
    const session = await ort.InferenceSession.create(join(folder, `onnx-${precision}`, 'model.onnx'));
    const outputs: Float32Array[] = [];
    for (const each of floats) {
      const input = new ort.Tensor('float32', channelsFirst(each, size), [1, 3, size, size]);
      const { output } = await session.run({ input });
      outputs.push(channelsLast(Float32Array.from(output?.data as Float32Array), size));
    }
    await writeFile(join(folder, `onnxruntime-node-${precision}.f32`), joined(outputs));
  }
  answer({ ready: inputs.length });
}

/** The input halves of pairs, of the test split first. */
async function readInputs(size: number, count: number): Promise<readonly Uint8Array[]> {
  const names = await Promise.all(
    ['test', 'train'].map(async (split) =>
      (await readdir(join(dataset, split))).sort().map((name) => join(split, name)),
    ),
  );
  return Promise.all(
    names
      .flat()
      .slice(0, count)
      .map(async (name) => {
        const { picture } = await readImage(join(dataset, name), name);
        return resizable(picture).resized(partOf(picture, 'right'), size, size, 'nearest').data;
      }),
  );
}

function channelsFirst(values: Float32Array, size: number): Float32Array {
  const pixels = size * size;
  return values.map((_, at) => values[(at % pixels) * 3 + Math.floor(at / pixels)] ?? 0);
}

function channelsLast(values: Float32Array, size: number): Float32Array {
  const pixels = size * size;
  return values.map((_, at) => values[(at % 3) * pixels + Math.floor(at / 3)] ?? 0);
}

function joined(arrays: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)));
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

void main();
