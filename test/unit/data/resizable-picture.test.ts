/** Pictures in TensorFlow's memory and in ours are resized alike, and as Pillow does. */
import { expect, test } from 'vitest';
import { openImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import type { Region } from '../../../src-main/data/region';
import { resizable } from '../../../src-main/data/resizable-picture';
import { resizeAntialiased } from '../../../src-main/data/resize-antialiased';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { noise } from '../../support/pictures';

// Bytes that are no multiple of four among them, since TF.js reads out words; and no black and white, beyond which
// Pillow cuts off between rows and columns already, and TensorFlow only at the end.
const strong = noise(61, 47, 3);
const picture = { ...strong, data: strong.data.map((value) => 64 + value / 2) };
const whole: Region = { left: 0, top: 0, width: 61, height: 47 };
const part: Region = { left: 7, top: 3, width: 33, height: 41 };

test.each([
  ['smaller', whole, 13, 11],
  ['larger', whole, 143, 143],
  ['narrower and higher', whole, 20, 90],
  ['a part, larger', part, 72, 72],
  ['a part, smaller', part, 9, 5],
  ['as large', whole, 61, 47],
] as const)('%s', async (_what, from, width, height) => {
  const tf = await loadTensorFlow();
  const file = await encodePng(picture);
  const before = tf.memory().numTensors;
  const there = await openImage(file, 'a.png', '#ffffff');
  const here = await resizable(picture);
  const nearest = there.resized(from, width, height, 'nearest');
  expect(nearest).toEqual(here.resized(from, width, height, 'nearest'));
  const smooth = there.resized(from, width, height, 'smooth');
  expect(smooth).toEqual(here.resized(from, width, height, 'smooth'));
  const pillow = resizeAntialiased(picture, from, width, height);
  expect(smooth).toMatchObject({ width, height });
  expect(smooth.data).toHaveLength(width * height * 3);
  // Pillow rounds between rows and columns too.
  expect(largestDifference(smooth.data, pillow.data)).toBeLessThanOrEqual(2);
  expect(there.pixels()).toEqual(picture);
  there.dispose();
  here.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 999))), 0);
}
