/**
 * What makes an input out of a picture, for people who have photographs but no pairs: as the sets of the paper for
 * edges → photo, colorization and inpainting were made. All take and give squares or rectangles of the same size.
 */
import type { Transform } from '../contract/dataset';
import { cannyEdges } from './canny';
import { gaussianBlur } from './gaussian-blur';
import { luma } from './luma';
import type { Picture } from './picture';
import { partOf, type Region } from './region';
import { resizeAntialiased } from './resize-antialiased';

/** The blur's standard deviation, as a share of the width: 4 pixels of 256. */
const blurShare = 1 / 64;

/** Between black and white, so that the hole stands out on either. */
const maskGrey = 128;

const functions: Readonly<Record<Transform, (picture: Picture) => Picture>> = {
  none: (picture) => picture,
  edges: cannyEdges,
  greyscale: (picture) => fromLuma(picture, luma(picture)),
  'downscale-2': (picture) => coarsen(picture, 2),
  'downscale-4': (picture) => coarsen(picture, 4),
  blur: (picture) => gaussianBlur(picture, picture.width * blurShare),
  mask: maskCentre,
};

/** The same picture for `none`, otherwise a new one. */
export function applyTransform(picture: Picture, transform: Transform): Picture {
  return functions[transform](picture);
}

/** Grey pixels. */
function fromLuma({ width, height }: Picture, values: Uint8Array): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => values[Math.floor(index / 3)] ?? 0);
  return { width, height, data };
}

/** Made smaller by a factor and back again: what an enlarging network is given. */
function coarsen(picture: Picture, factor: number): Picture {
  const { width, height } = picture;
  const whole = (of: Picture): Region => partOf(of, 'whole');
  const shorter = (length: number): number => Math.max(1, Math.round(length / factor));
  const small = resizeAntialiased(picture, whole(picture), shorter(width), shorter(height));
  return resizeAntialiased(small, whole(small), width, height);
}

/** A grey rectangle of half the width and half the height, in the middle. */
function maskCentre({ width, height, data }: Picture): Picture {
  const [left, top] = [Math.floor(width / 4), Math.floor(height / 4)];
  const masked = Uint8Array.from(data);
  for (let row = top; row < height - top; row++) {
    masked.fill(maskGrey, (row * width + left) * 3, (row * width + width - left) * 3);
  }
  return { width, height, data: masked };
}
