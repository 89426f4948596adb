/** Pixels of pictures, decoded and resized by an addon of our own: `addon/pixels`, built by `scripts/setup`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { prepareEnvironment } from './environment';

/** Beside tfjs-node's addon, from where it finds TensorFlow's library as that one does. */
const addonPath = '@tensorflow/tfjs-node-gpu/lib/napi-v8/pixels.node';

declare const decoded: unique symbol;

/** Pixels in the addon's memory: whoever decoded them disposes them. */
export interface DecodedPixels {
  readonly [decoded]: true;
}

/** [height, width, 3] bytes. */
export type Pixels = DecodedPixels | Uint8Array;

/** A part of a picture: pixels, width and height of the whole; left, top, width and height of the part. */
export type PixelPart = readonly [
  pixels: Pixels,
  width: number,
  height: number,
  left: number,
  top: number,
  partWidth: number,
  partHeight: number,
];

/** The addon's functions. All throw an Error for arguments that do not fit each other. */
export interface PixelFunctions {
  /**
   * By TensorFlow's operation, [height, width, channels]; a `ratio` of 2, 4 or 8 makes a JPEG so many times smaller.
   *
   * @throws Error with TensorFlow's reason for a file that is not whole
   */
  readonly decode: (
    operation: 'DecodeJpeg' | 'DecodePng',
    file: Uint8Array,
    channels: number,
    ratio: number,
  ) => { readonly pixels: DecodedPixels; readonly width: number; readonly height: number };
  /** Gives the memory back at once. */
  readonly dispose: (pixels: DecodedPixels) => void;
  /** All bytes. */
  readonly copy: (pixels: Pixels) => Uint8Array;
  /**
   * Writes the part, made `width`×`height`, into `result`: nearest neighbour exactly as TensorFlow's kernel, or Keys'
   * bicubic filter, as wide as needed against aliasing.
   */
  readonly resize: (
    ...args: readonly [...PixelPart, width: number, height: number, smooth: boolean, result: Uint8Array]
  ) => void;
  /** Share of the pixels in every so many rows that are exactly as their left neighbours. */
  readonly equalShare: (...args: readonly [...PixelPart, rowStep: number]) => number;
  /** Share of these pixels that have one of the most frequent colours, so many, compared by five bits a channel. */
  readonly coveredShare: (...args: readonly [...PixelPart, rowStep: number, colours: number]) => number;
}

let loaded: PixelFunctions | undefined;

/**
 * Loads the addon once.
 *
 * @throws AppError `native-library-missing` with the loader's own reason.
 */
export function pixelFunctions(): PixelFunctions {
  loaded ??= load();
  return loaded;
}

function load(): PixelFunctions {
  prepareEnvironment();
  try {
    // Programs of the tests that load the sources as they are have no file name, and run in the project's folder.
    const from = typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json');
    return createRequire(from)(addonPath) as PixelFunctions;
  } catch (error) {
    throw new AppError('native-library-missing', { reason: reasonOf(error) }, { cause: error });
  }
}
