import { expect, test } from 'vitest';
import { resizable } from '../../../../src-main/data/resizable-picture';
import { resizeNearest } from '../../../../src-renderer/exported/resize-nearest';
import { noise } from '../../../support/pictures';

test.each([
  [118, 47, { left: 59, top: 0, width: 59, height: 47 }, 72, 72],
  [301, 190, { left: 55, top: 0, width: 190, height: 190 }, 64, 64],
  [64, 64, { left: 0, top: 0, width: 64, height: 64 }, 286, 143],
])('the page picks the pixels of %i×%i that the program picks', (width, height, part, toWidth, toHeight) => {
  const picture = noise(width, height, 5);
  const expected = resizable(picture).resized(part, toWidth, toHeight, 'nearest');
  expect(resizeNearest(picture, part, toWidth, toHeight)).toEqual(expected);
});
