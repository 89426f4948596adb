/** The square that a network is shown of a picture, as its training made it; how pixels are resized is the caller's matter. */
import type { InputRecipe } from '../contract/config';
import type { PicturePart } from '../contract/dataset';
import type { Picture } from '../data/picture';
import { makeSquare, type Resizable } from '../data/square';
import { applyTransform } from '../data/transforms';

export interface SquareChoice {
  readonly recipe: InputRecipe;
  /** Side of the training pictures. */
  readonly size: number;
  readonly part: PicturePart;
  /** Make the input of the picture, where the run's dataset made it of its pictures. */
  readonly transform: boolean;
}

/** [size, size, 3]. */
export function shownSquare(picture: Resizable, { recipe, size, part, transform }: SquareChoice): Picture {
  const { fit, background, inputResizing, targetResizing } = recipe;
  const applied = transform ? recipe.transform : 'none';
  const chosen = applied === 'none' ? inputResizing : targetResizing;
  const resizing = chosen === 'auto' ? 'smooth' : chosen;
  return applyTransform(makeSquare(picture, size, { part, fit, background, resizing }), applied);
}

/** The input half of a picture that has the shape of the dataset's pairs; any other picture as it is. */
export function inputPart(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  { layout, inputSide }: Pick<InputRecipe, 'layout' | 'inputSide'>,
): PicturePart {
  if (width === 2 * height && (layout === 'side-by-side' || layout === 'auto')) {
    return inputSide;
  }
  if (height === 2 * width && layout === 'top-bottom') {
    return inputSide === 'left' ? 'top' : 'bottom';
  }
  return 'whole';
}
