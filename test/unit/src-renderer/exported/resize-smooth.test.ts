/** The page of TF.js exports resizes photographs as the program does. */
import { expect, test } from 'vitest';
import { resizable } from '../../../../src-main/data/resizable-picture';
import { resizeSmooth } from '../../../../src-renderer/exported/resize-smooth';
import { noise } from '../../../support/pictures';

const picture = noise(61, 47, 3);
const whole = { left: 0, top: 0, width: 61, height: 47 };
const part = { left: 7, top: 3, width: 33, height: 41 };

test.each([
  ['smaller', whole, 13, 11],
  ['larger', whole, 143, 143],
  ['narrower and higher', whole, 20, 90],
  ['a part, larger', part, 72, 72],
  ['a part, smaller', part, 9, 5],
  ['as large', whole, 61, 47],
  ['to one pixel', whole, 1, 1],
] as const)('%s', (_what, from, width, height) => {
  const program = resizable(picture);
  const expected = program.resized(from, width, height, 'smooth');
  program.dispose();
  const made = resizeSmooth(picture, from, width, height);
  expect(made).toMatchObject({ width, height });
  const different = [...made.data].filter((value, at) => value !== expected.data[at]);
  // Sums of float32 there, of float64 here: they differ where a half is rounded.
  expect(made.data.every((value, at) => Math.abs(value - (expected.data[at] ?? 999)) <= 1)).toBe(true);
  expect(different.length).toBeLessThanOrEqual(made.data.length / 1000);
});
