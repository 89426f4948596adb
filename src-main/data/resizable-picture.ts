/** A decoded picture of which parts are resized: photographs in TensorFlow's memory, single pixels copied in ours. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Resizing } from '../contract/dataset';
import { pixelOperations, type PixelOperations } from '../native/pixels';
import { loadTensorFlow } from '../native/tensorflow';
import type { Picture } from './picture';
import type { Region } from './region';
import { resizeNearest } from './resize';

/** Whoever gets one disposes it. */
export interface ResizablePicture {
  readonly width: number;
  readonly height: number;
  /** A part of it, made `width`×`height`. */
  resized(from: Region, width: number, height: number, resizing: Resizing): Picture;
  /** All of it. */
  pixels(): Picture;
  dispose(): void;
}

/** Of a picture whose pixels are at hand. */
export async function resizable(picture: Picture): Promise<ResizablePicture> {
  const { width, height, data } = picture;
  const operations = pixelOperations(await loadTensorFlow());
  let copied: Tensor | null = null;
  const copy = (): Tensor => (copied ??= operations.fromBytes(data, [height, width, 3]));
  return {
    width,
    height,
    resized: (...how) => resize(operations, copy, () => picture, ...how),
    pixels: () => picture,
    dispose: () => copied?.dispose(),
  };
}

/** Of a tensor of bytes, [height, width, 3], which becomes its own. */
export function resizableTensor(tensor: Tensor, operations: PixelOperations): ResizablePicture {
  const [height = 0, width = 0] = tensor.shape;
  let read: Picture | null = null;
  const pixels = (): Picture => (read ??= { width, height, data: operations.bytesOf(tensor) });
  return {
    width,
    height,
    resized: (...how) => resize(operations, () => tensor, pixels, ...how),
    pixels,
    dispose() {
      tensor.dispose();
    },
  };
}

function resize(
  operations: PixelOperations,
  tensor: () => Tensor,
  pixels: () => Picture,
  ...[from, width, height, resizing]: Parameters<ResizablePicture['resized']>
): Picture {
  if (resizing === 'nearest') {
    return resizeNearest(pixels(), from, width, height);
  }
  const part = operations.part(tensor(), from);
  const made = operations.resizeSmooth(part, width, height);
  const data = operations.bytesOf(made);
  part.dispose();
  made.dispose();
  return { width, height, data };
}
