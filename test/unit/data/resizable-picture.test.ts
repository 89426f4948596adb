/** Pictures in the decoder's memory and in ours are resized alike, and smoothly as TensorFlow and Pillow do. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import type { Region } from '../../../src-main/data/region';
import { resizable } from '../../../src-main/data/resizable-picture';
import { resizeAntialiased } from '../../../src-main/data/resize-antialiased';
import { attributeMakers } from '../../../src-main/native/attributes';
import { loadTensorFlow, nativeBackend } from '../../../src-main/native/tensorflow';
import { noise } from '../../support/pictures';

// No black and white, beyond which Pillow cuts off between rows and columns already, and the others only at the end.
const strong = noise(61, 47, 3);
const picture = { ...strong, data: strong.data.map((value) => 64 + value / 2) };
const whole: Region = { left: 0, top: 0, width: 61, height: 47 };
const part: Region = { left: 7, top: 3, width: 33, height: 41 };

const sizes = [
  ['smaller', whole, 13, 11],
  ['larger', whole, 143, 143],
  ['narrower and higher', whole, 20, 90],
  ['a part, larger', part, 72, 72],
  ['a part, smaller', part, 9, 5],
  ['as large', whole, 61, 47],
  ['one pixel', whole, 1, 1],
] as const;

test.each(sizes)('%s', async (_what, from, width, height) => {
  const there = await openImage(await encodePng(picture), 'a.png', '#ffffff');
  const here = resizable(picture);
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
  expect(() => there.pixels()).toThrow('disposed');
});

test.each(sizes)('smoothly as TensorFlow, but for rounding: %s', async (_what, from, width, height) => {
  const expected = await byTensorFlow(from, width, height);
  const { data } = resizable(strong).resized(from, width, height, 'smooth');
  expect(largestDifference(data, expected)).toBeLessThanOrEqual(1);
  const different = data.filter((value, at) => value !== expected[at]).length;
  expect(different).toBeLessThanOrEqual(data.length / 200);
});

/** `tf.image.resize(…, method='bicubic', antialias=True)`, clipped and rounded. */
async function byTensorFlow({ left, top, ...size }: Region, width: number, height: number): Promise<Uint8Array> {
  const tf = await loadTensorFlow();
  const attribute = attributeMakers(tf);
  const made: Tensor = tf.tidy(() => {
    const pixels = tf.tensor4d(strong.data, [1, strong.height, strong.width, 3], 'float32');
    const cut = tf.slice(pixels, [0, top, left, 0], [1, size.height, size.width, 3]);
    return nativeBackend(tf).executeSingleOutput(
      'ScaleAndTranslate',
      [
        attribute.type('T', nativeBackend(tf).binding.TF_FLOAT),
        attribute.string('kernel_type', 'keyscubic'),
        attribute.bool('antialias', true),
      ],
      [
        cut,
        tf.tensor1d([height, width], 'int32'),
        tf.tensor1d([height / size.height, width / size.width]),
        tf.tensor1d([0, 0]),
      ],
    );
  });
  const bytes = Uint8Array.from(await tf.round(tf.clipByValue(made, 0, 255)).data());
  made.dispose();
  return bytes;
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 999))), 0);
}
