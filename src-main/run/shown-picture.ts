/** What a network is shown of a person's picture, as its training showed it, and how its answer is brought back. */
import type { InputRecipe } from '../contract/config';
import type { Picture } from '../data/picture';
import { fitInto, partOf, type Region } from '../data/region';
import { resizable } from '../data/resizable-picture';
import { resizeSmooth } from '../data/resize-smooth';
import { applyTransform } from '../data/transforms';
import { inputPart, shownSquare } from './shown-square';

/**
 * The scale at which the network sees a picture: `native`, pixel for pixel; `training`, as the square of the training
 * size that training would have made of it, and the result brought back; `sample`, the same, and the result left as it
 * is: what the run's own samples show.
 */
export const scales = ['native', 'training', 'sample'] as const;
export type Scale = (typeof scales)[number];

export interface ShowOptions {
  readonly recipe: InputRecipe;
  /** Side of the training pictures. */
  readonly size: number;
  readonly scale: Scale;
  /** Take a picture of a pair's shape as one picture. */
  readonly whole: boolean;
  /** Make the input of the picture, where the run's dataset made it of its pictures. */
  readonly transform: boolean;
}

export interface ShownPicture {
  readonly picture: Picture;
  /** A picture of the same size in the place that it was taken from; of a cut one, the middle that is left. */
  readonly bringBack: (picture: Picture) => Promise<Picture>;
}

export function shownPicture(picture: Picture, options: ShowOptions): ShownPicture {
  const { recipe, size, scale, whole } = options;
  const part = whole ? 'whole' : inputPart(picture, recipe);
  if (scale === 'native') {
    const input = cutOut(picture, partOf(picture, part));
    const made = applyTransform(input, options.transform ? recipe.transform : 'none');
    return { picture: made, bringBack: (prediction) => Promise.resolve(prediction) };
  }
  const square = shownSquare(resizable(picture), { recipe, size, part, transform: options.transform });
  const { from, to } = fitInto(partOf(picture, part), size, recipe.fit);
  return {
    picture: square,
    bringBack: async (made) => (scale === 'sample' ? made : resizeSmooth(cutOut(made, to), from.width, from.height)),
  };
}

function cutOut(picture: Picture, { left, top, width, height }: Region): Picture {
  if (width === picture.width && height === picture.height) {
    return picture;
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}
