/** A decoded picture of which parts are resized where its pixels lie: in TensorFlow's memory, or in ours. */
import type { Resizing } from '../contract/dataset';
import type { Picture } from './picture';
import type { Region } from './region';
import { resizeNearest } from './resize';
import { resizeAntialiased } from './resize-antialiased';

export interface ResizablePicture {
  readonly width: number;
  readonly height: number;
  /** A part of it, made `width`×`height`. */
  resized(from: Region, width: number, height: number, resizing: Resizing): Picture;
  /** All of it. */
  pixels(): Picture;
  dispose(): void;
}

/** A picture whose pixels are at hand; there is nothing to dispose. */
export function resizable(picture: Picture): ResizablePicture {
  const { width, height } = picture;
  return {
    width,
    height,
    resized: (from, toWidth, toHeight, resizing) =>
      resizing === 'smooth'
        ? resizeAntialiased(picture, from, toWidth, toHeight)
        : resizeNearest(picture, from, toWidth, toHeight),
    pixels: () => picture,
    dispose: () => undefined,
  };
}
