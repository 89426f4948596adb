/** Runs an exported SavedModel, as another program would. */
import { dataTypes } from '../graph/types';
import { loadTensorFlow, nativeBackend } from '../native/tensorflow';
import { fromByte } from './inference';

export interface ExportedGenerator {
  /** @param input bytes [size, size, 3] @returns [size, size, 3] in (-1, 1) */
  predict(input: Uint8Array): Float32Array;
  dispose(): void;
}

/**
 * @param input name of the graph's input, for example "serving_default/input:0"
 * @throws Error of TensorFlow when the folder holds no SavedModel that it can load.
 */
export async function loadExportedGenerator(
  folder: string,
  size: number,
  names: { readonly input: string; readonly output: string },
): Promise<ExportedGenerator> {
  const { binding } = nativeBackend(await loadTensorFlow());
  const model = binding.loadSavedModel(folder, 'serve');
  return {
    predict: (input) => {
      const values = Float32Array.from(input, fromByte);
      const fed = binding.createTensor([1, size, size, 3], dataTypes.float32, values);
      try {
        const [output] = binding.runSavedModel(model, [fed], names.input, names.output);
        if (output === undefined) {
          throw new Error('The exported model gave no output.');
        }
        const predicted = binding.tensorDataSync(output.id);
        binding.deleteTensor(output.id);
        return Float32Array.from(predicted);
      } finally {
        binding.deleteTensor(fed);
      }
    },
    dispose: () => {
      binding.deleteSavedModel(model);
    },
  };
}
