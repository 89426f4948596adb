/** Ordinary JPEG and PNG files by TensorFlow's own decoders: fast, and exactly the tutorial's pixels. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { pixelOperations, type PixelOperations } from '../native/pixels';
import { loadTensorFlow } from '../native/tensorflow';
import type { ImageHeader } from './header';
import type { Raster } from './raster';
import { resizableTensor, type ResizablePicture } from './resizable-picture';

/** How many times smaller a JPEG file is decoded: each block of its pixels becomes their mean, at less work. */
export type Shrink = 1 | 2 | 4 | 8;

/** A file whose pixels need nothing more. Grey becomes RGB. @throws what TensorFlow says of a file that is not whole */
export async function openByTensorFlow(
  bytes: Uint8Array,
  header: ImageHeader,
  shrink: Shrink,
): Promise<ResizablePicture> {
  const operations = pixelOperations(await loadTensorFlow());
  return resizableTensor(decode(operations, bytes, header, shrink), operations);
}

/** Of a PNG file with transparency. Throws as `openByTensorFlow`. */
export async function decodeTransparent(bytes: Uint8Array, header: ImageHeader): Promise<Raster> {
  const operations = pixelOperations(await loadTensorFlow());
  const pixels = decode(operations, bytes, header, 1);
  try {
    const [height = 0, width = 0] = pixels.shape;
    return { width, height, channels: 4, data: operations.bytesOf(pixels) };
  } finally {
    pixels.dispose();
  }
}

function decode(operations: PixelOperations, bytes: Uint8Array, header: ImageHeader, shrink: Shrink): Tensor {
  const channels = header.transparent ? 4 : 3;
  return header.format === 'png'
    ? operations.decodePng(bytes, channels)
    : operations.decodeJpeg(bytes, channels, shrink);
}
