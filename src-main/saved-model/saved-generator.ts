/** Runs an exported SavedModel in TensorFlow, as another program would. */
import type { ExportManifest } from '../contract/export';
import { dataTypes } from '../graph/types';
import { loadGraph } from '../graph/load-graph';
import { loadTensorFlow, nativeBackend } from '../native/tensorflow';
import type { PictureBatch } from '../engine/generator';
import { fromByte } from '../engine/inference';
import type { Seed } from '../engine/model';
import { recogniseSavedModel } from './recognise';
import type { SavedModel } from './saved-model';

export interface SavedGenerator {
  readonly hasNoise: boolean;
  /** As `Generator.predict`. */
  predict(pictures: PictureBatch, noiseSeed: Seed | null): Float32Array;
  /** Values of one weight, as `Generator.get`. */
  get(variable: string): Float32Array;
  dispose(): void;
}

type Named = Pick<SavedModel['functions'][number]['inputs'][number], 'name'>;

/**
 * @param folder of the export
 * @throws AppError as `recogniseSavedModel`, `disk-full`, `write-failed`
 */
export async function openSavedGenerator(folder: string, manifest: ExportManifest): Promise<SavedGenerator> {
  const { bytes, functions } = await recogniseSavedModel(folder, manifest);
  const { binding } = nativeBackend(await loadTensorFlow());
  const taking = (...names: readonly string[]) =>
    functions.find(({ inputs }) => inputs.map(({ name }) => plainName(name)).join() === names.join());
  const [plain, noisy] = [taking('input'), taking('input', 'noise_seed')];
  const model = await loadGraph(binding, bytes);

  const run = (inputs: readonly Named[], outputs: readonly Named[], feeds: readonly number[]): Float32Array => {
    try {
      const [names, results] = [inputs, outputs].map((list) => list.map(({ name }) => name).join());
      const [output] = binding.runSavedModel(model, [...feeds], names ?? '', results ?? '');
      if (output === undefined) {
        throw new Error('The exported model gave no output.');
      }
      const values = binding.tensorDataSync(output.id);
      binding.deleteTensor(output.id);
      return Float32Array.from(values);
    } finally {
      feeds.forEach((feed) => {
        binding.deleteTensor(feed);
      });
    }
  };

  return {
    hasNoise: noisy !== undefined,
    predict: ({ batch, height, width, data }, noiseSeed) => {
      const values = Float32Array.from(data, fromByte);
      const input = binding.createTensor([batch, height, width, 3], dataTypes.float32, values);
      const called = noiseSeed === null ? plain : noisy;
      const seeds = noiseSeed === null ? [] : [binding.createTensor([2], dataTypes.int32, Int32Array.from(noiseSeed))];
      return run(called?.inputs ?? [], called?.outputs ?? [], [input, ...seeds]);
    },
    // Weights are constants of the graph by their own names.
    get: (variable) => run([], [{ name: `${variable}:0` }], []),
    dispose: () => {
      binding.deleteSavedModel(model);
    },
  };
}

/** "input" of "serving_default/input:0". */
function plainName(name: string): string {
  return /([^/]+):\d+$/.exec(name)?.[1] ?? name;
}
