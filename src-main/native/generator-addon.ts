/** The generator on a processor by an addon of our own: `addon/generator`, built by `scripts/setup`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';

/** A generator with its weights in the addon's memory; whoever made it disposes it. */
export type NativeGenerator = object;

export interface BlockWeights {
  /** [4, 4, in, out], on the way up [4, 4, out, in]. */
  readonly kernel: Float32Array;
  /** Empty where a block has no norm. */
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

export interface GeneratorWeights {
  /** Side of the training pictures. */
  readonly size: number;
  readonly threads: number;
  readonly leakySlope: number;
  readonly normEpsilon: number;
  readonly dropout: number;
  readonly downs: readonly BlockWeights[];
  readonly ups: readonly BlockWeights[];
  readonly lastKernel: Float32Array;
  readonly lastBias: Float32Array;
}

export interface GeneratorAddon {
  /** The weights are copied. @throws Error for weights that do not fit each other, or when memory or threads are short */
  readonly create: (weights: GeneratorWeights) => NativeGenerator;
  /**
   * @param bytes [batch, rows, columns, 3]; rows and columns are multiples of the training size
   * @param noise uniform numbers for the first blocks of the way up, in the shape of what each gives, or none
   * @returns [batch, rows, columns, 3] in (-1, 1)
   * @throws Error for other sides, for arrays that do not fit the shape, after `dispose`, or when memory is short
   */
  readonly predict: (
    generator: NativeGenerator,
    bytes: Uint8Array,
    shape: readonly [batch: number, rows: number, columns: number],
    noise: readonly Float32Array[],
  ) => Float32Array;
  /** Gives the memory back at once. */
  readonly dispose: (generator: NativeGenerator) => void;
}

/** Beside tfjs-node's addon. */
const addonPath = '@tensorflow/tfjs-node-gpu/lib/napi-v8/generator.node';

/** Set to `off`, a processor is taken for one without our kernels: to try on any machine what such a one does. */
const kernelsVariable = 'PIX2PIX_STUDIO_KERNELS';

let loaded: GeneratorAddon | null | undefined;

/**
 * Loads the addon once. Null on a processor that lacks the instructions it was compiled to: there TensorFlow computes the
 * same.
 *
 * @throws AppError `native-library-missing` with the loader's own reason.
 */
export function loadGeneratorAddon(): GeneratorAddon | null {
  if (process.env[kernelsVariable] === 'off') {
    return null;
  }
  loaded ??= load();
  return loaded;
}

function load(): GeneratorAddon | null {
  try {
    // As in pixels.ts.
    const from = typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json');
    const addon: unknown = createRequire(from)(addonPath);
    if (!isAddon(addon)) {
      throw new Error('it is another addon');
    }
    return addon.supported ? addon : null;
  } catch (error) {
    throw new AppError('native-library-missing', { reason: reasonOf(error) }, { cause: error });
  }
}

function isAddon(addon: unknown): addon is GeneratorAddon & { readonly supported: boolean } {
  const names = ['supported', 'create', 'predict', 'dispose'];
  return typeof addon === 'object' && addon !== null && names.every((name) => name in addon);
}
