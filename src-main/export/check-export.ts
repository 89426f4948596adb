/** Whether an export gives the picture that the run's preview shows: it is loaded as another program would, and compared. */
import { AppError } from '../contract/errors';
import { checkedFormats, exportFiles, noiseInputs, type ExportCheck, type ExportManifest } from '../contract/export';
import { Philox } from '../core/philox';
import { downWidths } from '../core/variables';
import { openSavedGenerator } from '../saved-model/saved-generator';
import { createGenerator, type PictureBatch } from '../engine/generator';
import { processorGenerator, type Predictor } from '../engine/processor-generator';
import { fromByte } from '../engine/inference';
import type { Seed } from '../engine/model';
import { loadTensorFlow } from '../native/tensorflow';
import { restoreCheckpoint } from '../run/checkpoint';
import { chooseCheckpoint } from '../run/choose-checkpoint';
import { exportError, requireExportManifest } from '../runfolder/exports';
import { readRunRecord } from '../runfolder/record';
import { recogniseTfjs } from './tfjs/recognise';

/** Of the noise, where an export has it. */
const seed: Seed = [1, 0];

/**
 * Compares one prediction of a picture of random pixels.
 *
 * @throws AppError `export-damaged`, `export-foreign`, `export-not-runnable` for a format of other programs, and as `chooseCheckpoint` for
 *   the checkpoint that was exported.
 */
export async function checkExport(run: string, folder: string): Promise<ExportCheck> {
  const manifest = await readManifest(folder);
  const { size } = manifest;
  const random = new Philox(2, 0);
  const data = Uint8Array.from({ length: size * size * 3 }, () => random.nextUint32() & 0xff);
  const pictures = { batch: 1, height: size, width: size, data };
  const [preview, exported] = [
    await previewOf(run, manifest, pictures),
    await predictionOf(folder, manifest, pictures).catch((error: unknown) => {
      throw exportError(folder, error);
    }),
  ];
  const largestDifference = preview.reduce(
    (largest, value, at) => Math.max(largest, Math.abs(value - (exported[at] ?? Number.NaN))),
    0,
  );
  return { largestDifference };
}

async function readManifest(folder: string): Promise<ExportManifest> {
  const manifest = await requireExportManifest(folder);
  if (manifest === null) {
    throw new AppError('export-damaged', { path: folder, reason: `there is no ${exportFiles.manifest}` });
  }
  if (!checkedFormats.includes(manifest.format)) {
    throw new AppError('export-not-runnable', { path: folder, format: manifest.format });
  }
  return manifest;
}

async function previewOf(run: string, { step, noise }: ExportManifest, pictures: PictureBatch): Promise<Float32Array> {
  const { config } = await readRunRecord(run);
  const { checkpoint } = await chooseCheckpoint(run, step);
  const generator = await createGenerator(config);
  let own: Predictor | null = null;
  try {
    restoreCheckpoint(generator, checkpoint);
    own = await processorGenerator(generator);
    return (own ?? generator).predict(pictures, noise ? seed : null);
  } finally {
    own?.dispose();
    generator.dispose();
  }
}

async function predictionOf(folder: string, manifest: ExportManifest, pictures: PictureBatch): Promise<Float32Array> {
  if (manifest.format === 'tfjs') {
    return predictByTfjs(folder, manifest, pictures);
  }
  const generator = await openSavedGenerator(folder, manifest);
  try {
    return generator.predict(pictures, manifest.noise ? seed : null);
  } finally {
    generator.dispose();
  }
}

/** TF.js's own executor of graph models, on TensorFlow's kernels. */
async function predictByTfjs(
  folder: string,
  manifest: ExportManifest,
  { batch, height, width, data }: PictureBatch,
): Promise<Float32Array> {
  const { size, network, noise } = manifest;
  const tf = await loadTensorFlow();
  const { topology, signature, weights, data: values } = await recogniseTfjs(folder, manifest);
  const model = await tf.loadGraphModel(
    tf.io.fromMemory({
      modelTopology: topology,
      signature,
      weightSpecs: weights.map(({ shape, ...weight }) => ({ ...weight, shape: [...shape] })),
      weightData: new Uint8Array(values).buffer,
    }),
  );
  try {
    const output = tf.tidy(() => {
      const widths = downWidths({ size, ...network });
      const noises = (noise ? noiseInputs : []).map((name, block) => {
        const random = new Philox(seed[0], seed[1] + block);
        const [side, channels] = [2 ** (block + 1), widths.at(-2 - block) ?? 0];
        const values = Float32Array.from({ length: side ** 2 * channels }, () => random.nextUniform());
        return [name, tf.tensor4d(values, [batch, side, side, channels])] as const;
      });
      const input = tf.tensor4d(Float32Array.from(data, fromByte), [batch, height, width, 3]);
      const prediction = model.predict({ input, ...Object.fromEntries(noises) });
      if (!(prediction instanceof tf.Tensor)) {
        throw new Error('The model has more than one output.');
      }
      return prediction;
    });
    const values = await output.data<'float32'>();
    output.dispose();
    return values;
  } finally {
    model.dispose();
  }
}
