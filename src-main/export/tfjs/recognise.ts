/**
 * The door to a TF.js model that somebody else may have made: as for a SavedModel (`saved-model/recognise.ts`), its graph
 * is used only if it is the one that this program writes for such a network. Its files are those of that graph, by name
 * and length.
 */
import { z } from 'zod';
import { AppError } from '../../contract/errors';
import { exportFiles, type ExportManifest } from '../../contract/export';
import { generatorVariables } from '../../core/variables';
import { readPlainFile, readPlainText } from '../../files/plain-file';
import { sizeOf } from '../../graph/types';
import type { GraphModel, StoredWeight } from './graph-model';
import { modelJson, shardsOf, tfjsModel } from './model';

/** Some hundred nodes. */
const longestJson = 4 * 2 ** 20;

/** What a `model.json` may say as it likes: who wrote it, and how its bytes become numbers. */
const freeSchema = z.object({
  generatedBy: z.string(),
  convertedBy: z.string(),
  weightsManifest: z.tuple([
    z.object({
      weights: z.array(
        z.object({ quantization: z.object({ scale: z.number().optional(), min: z.number().optional() }).optional() }),
      ),
    }),
  ]),
});

export interface RecognisedTfjs extends Omit<GraphModel, 'data'> {
  /** The weights' values one after the other. */
  readonly data: Buffer;
}

/**
 * @returns this process's own graph, with the values in the files
 * @throws AppError `export-foreign` for any other model, `file-refused`, `file-too-large`; Error of the file system
 */
export async function recogniseTfjs(folder: string, manifest: ExportManifest): Promise<RecognisedTfjs> {
  const text = await readPlainText(folder, exportFiles.tfjs, longestJson);
  const architecture = { size: manifest.size, ...manifest.network };
  const zeros = generatorVariables(architecture).map(({ name, shape }) => ({
    name,
    shape,
    values: new Float32Array(sizeOf(shape)),
  }));
  const own = tfjsModel(zeros, architecture, manifest);
  const { model, expected } = withFreeParts(own, folder, text);
  if (text !== expected) {
    throw new AppError('export-foreign', { path: folder });
  }
  const shards: Buffer[] = [];
  for (const { path, start, end } of shardsOf(own)) {
    const shard = await readPlainFile(folder, path, end - start);
    if (shard.length !== end - start) {
      throw new AppError('export-damaged', { path: folder, reason: `${path} is cut short` });
    }
    shards.push(shard);
  }
  return { ...model, data: Buffer.concat(shards) };
}

/** Our own model with what the text may say as it likes, and the text that it makes. */
function withFreeParts(
  own: GraphModel,
  folder: string,
  text: string,
): { readonly model: GraphModel; readonly expected: string } {
  try {
    const { weightsManifest, ...makers } = freeSchema.parse(JSON.parse(text));
    const [{ weights }] = weightsManifest;
    const model = { ...own, weights: own.weights.map((weight, at) => quantizedAs(weight, weights[at]?.quantization)) };
    return { model, expected: modelJson(model, makers) };
  } catch (error) {
    throw new AppError('export-foreign', { path: folder }, { cause: error });
  }
}

function quantizedAs(
  weight: StoredWeight,
  { scale, min }: { readonly scale?: number | undefined; readonly min?: number | undefined } = {},
): StoredWeight {
  const { quantization } = weight;
  return quantization?.dtype === 'uint8' && scale !== undefined && min !== undefined
    ? { ...weight, quantization: { ...quantization, scale, min } }
    : weight;
}
