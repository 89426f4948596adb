/** Ordinary JPEG and PNG files by TensorFlow's own decoders: fast, and exactly the tutorial's pixels. */
import { pixelFunctions } from '../native/pixels';
import type { ImageHeader } from './header';
import type { Raster } from './raster';
import { resizableDecoded, type ResizablePicture } from './resizable-picture';

/** How many times smaller a JPEG file is decoded: each block of its pixels becomes their mean, at less work. */
export type Shrink = 1 | 2 | 4 | 8;

/** A file whose pixels need nothing more. Grey becomes RGB. @throws what TensorFlow says of a file that is not whole */
export function openByTensorFlow(bytes: Uint8Array, { format }: ImageHeader, shrink: Shrink): ResizablePicture {
  const { decode } = pixelFunctions();
  return resizableDecoded(format === 'png' ? decode('DecodePng', bytes, 3, 1) : decode('DecodeJpeg', bytes, 3, shrink));
}

/** Of a PNG file with transparency. Throws as `openByTensorFlow`. */
export function decodeTransparent(bytes: Uint8Array): Raster {
  const { decode, copy, dispose } = pixelFunctions();
  const { pixels, width, height } = decode('DecodePng', bytes, 4, 1);
  const data = copy(pixels);
  dispose(pixels);
  return { width, height, channels: 4, data };
}
