/** A person's picture as the run's training would have shown it to the network. */
import type { Picture } from '../../src-main/data/picture';
import { resizeNearest } from './resize-nearest';
import type { Resizable } from '../../src-main/data/square';
import { inputPart, shownSquare } from '../../src-main/run/shown-square';
import type { GivenModel } from './given';
import { resizeSmooth } from './resize-smooth';

/**
 * Cut, fitted, resized and transformed as `predict --scale sample` does it.
 *
 * @param transform make the input of the picture, where the run's dataset made it of its pictures
 * @throws DOMException where the browser cannot decode the file
 */
export async function shownPicture(
  file: Blob,
  { recipe, size }: Pick<GivenModel, 'recipe' | 'size'>,
  transform: boolean,
): Promise<ImageData> {
  const picture = await decode(file, recipe.background);
  const resizable: Resizable = {
    ...picture,
    resized: (from, width, height, resizing) =>
      (resizing === 'nearest' ? resizeNearest : resizeSmooth)(picture, from, width, height),
  };
  return toImageData(shownSquare(resizable, { recipe, size, part: inputPart(picture, recipe), transform }));
}

/** Upright and in sRGB; what is transparent shows the background. */
async function decode(file: Blob, background: string): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('canvas');
  }
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data.set(rgba.subarray(from, from + 3), to);
  }
  return { width, height, data };
}

function toImageData({ width, height, data }: Picture): ImageData {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba.set(data.subarray(from, from + 3), to);
  }
  return new ImageData(rgba, width, height);
}
