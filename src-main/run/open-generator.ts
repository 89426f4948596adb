/** A trained generator behind one door, from a run's checkpoint or an export: pictures of any size in, pictures out. */
import { inputRecipeOf, type InputRecipe } from '../contract/config';
import { AppError } from '../contract/errors';
import type { CheckpointChoice, ExportManifest } from '../contract/export';
import type { Picture } from '../data/picture';
import { generatorVariables } from '../core/variables';
import { openSavedGenerator } from '../saved-model/saved-generator';
import type { PictureBatch } from '../engine/generator';
import { toBytes } from '../engine/inference';
import type { Seed } from '../engine/model';
import { cropped, paddedTo } from '../engine/padding';
import { predictInStrips } from '../engine/strips';
import type { WeightValues } from '../engine/weight-tensors';
import type { SkippedCheckpoint } from './checkpoint';
import { chooseCheckpoint } from './choose-checkpoint';
import { exportError, requireExportManifest } from '../runfolder/exports';
import { readRunRecord } from '../runfolder/record';
import { RunNetwork } from './run-network';

/** What samples, predictions, the window and every export have in common: the same weights, the same arithmetic. */
export interface OpenedGenerator {
  readonly kind: 'run' | 'export';
  /** Steps trained. */
  readonly step: number;
  /** Side of the training pictures; pictures are padded to multiples of it. */
  readonly size: number;
  /** What it was shown of a picture in its training. */
  readonly recipe: InputRecipe;
  /** Whether noise is on where a person says nothing. */
  readonly noiseByDefault: boolean;
  readonly hasNoise: boolean;
  /** Seed of the run's own noise. */
  readonly seed: number;
  /** Damaged checkpoints that would have been preferred. */
  readonly skipped: readonly SkippedCheckpoint[];
  /**
   * The picture's prediction, of the same size. It is padded by reflection to what the network takes, and cropped back.
   *
   * @param noiseSeed for dropout as noise, or null for none
   * @throws AppError `image-too-small` (it names `name`), `export-without-noise`.
   */
  predict(picture: Picture, noiseSeed: Seed | null, name?: string): Promise<Picture>;
  dispose(): void;
}

/**
 * Opens a run folder or the folder of a SavedModel export. The caller disposes it.
 *
 * @param checkpoint of a run; an export has one only
 * @throws AppError `run-missing`, `run-damaged`, `run-newer`, `checkpoint-none`, `checkpoint-missing`,
 *   `checkpoint-damaged`, `export-damaged`, `export-foreign`, `export-not-runnable`, `native-library-missing`.
 */
export async function openGenerator(source: string, checkpoint: CheckpointChoice = 'latest'): Promise<OpenedGenerator> {
  const manifest = await requireExportManifest(source);
  return manifest === null ? openRun(source, checkpoint) : openExport(source, manifest);
}

async function openRun(run: string, choice: CheckpointChoice): Promise<OpenedGenerator> {
  const { config } = await readRunRecord(run);
  const { checkpoint, skipped } = await chooseCheckpoint(run, choice);
  const network = await RunNetwork.open(config, checkpoint);
  return {
    kind: 'run',
    step: checkpoint.state.step,
    size: config.size,
    recipe: inputRecipeOf(config),
    noiseByDefault: config.noiseAtInference,
    hasNoise: config.dropout > 0,
    seed: config.seed,
    skipped,
    predict: (picture, noiseSeed, name = '') => predictAnySize(picture, network, noiseSeed, name),
    dispose: () => {
      network.dispose();
    },
  };
}

async function openExport(folder: string, manifest: ExportManifest): Promise<OpenedGenerator> {
  if (manifest.format !== 'savedmodel') {
    throw new AppError('export-not-runnable', { path: folder, format: manifest.format });
  }
  const exported = await openSavedGenerator(folder, manifest).catch((error: unknown) => {
    throw exportError(folder, error);
  });
  const generator: AnySize = {
    architecture: { size: manifest.size, ...manifest.network },
    predict: (...asked) => Promise.resolve(exported.predict(...asked)),
    withWeights: (use) => use((name) => exported.get(name)),
  };
  return {
    kind: 'export',
    step: manifest.step,
    size: manifest.size,
    recipe: manifest.recipe,
    noiseByDefault: manifest.noise,
    hasNoise: exported.hasNoise,
    seed: 0,
    skipped: [],
    predict: async (picture, noiseSeed, name = '') => {
      if (noiseSeed !== null && !exported.hasNoise) {
        throw new AppError('export-without-noise', { path: folder });
      }
      return predictAnySize(picture, generator, noiseSeed, name);
    },
    dispose: () => {
      exported.dispose();
    },
  };
}

type AnySize = Pick<RunNetwork, 'architecture' | 'predict' | 'withWeights'>;

async function predictAnySize(
  picture: Picture,
  generator: AnySize,
  noiseSeed: Seed | null,
  name: string,
): Promise<Picture> {
  const { width, height } = picture;
  const { architecture } = generator;
  const minimum = smallestSide(architecture.size);
  if (Math.min(width, height) < minimum) {
    throw new AppError('image-too-small', { name, width, height, minimum });
  }
  const padded = paddedTo(picture, architecture.size);
  const batch = { batch: 1, height: padded.height, width: padded.width, data: padded.data };
  const isLarge = padded.width * padded.height * architecture.filters > largestWhole;
  const data = isLarge
    ? await predictLarge(batch, generator, noiseSeed)
    : toBytes(await generator.predict(batch, noiseSeed));
  return cropped({ width: padded.width, height: padded.height, data }, width, height);
}

/** Pixels times filters; beyond it a prediction at once takes more than a gigabyte. */
const largestWhole = 2 ** 20 * 64;

function predictLarge(batch: PictureBatch, generator: AnySize, noiseSeed: Seed | null): Promise<Uint8Array> {
  const { architecture } = generator;
  const shapes = new Map(generatorVariables(architecture).map(({ name, shape }) => [name, shape]));
  return generator.withWeights((get) => {
    const weight: WeightValues = (name) => ({ shape: shapes.get(name) ?? [], values: () => get(name) });
    return predictInStrips(batch, architecture, weight, noiseSeed);
  });
}

/** Below this, reflection at the edge does not fill up a multiple. */
function smallestSide(multiple: number): number {
  return multiple / 2 + 1;
}
