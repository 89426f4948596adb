import { expect, test } from 'vitest';
import { partOf } from '../../../src-main/data/region';
import { nearestIndices, resizeNearest } from '../../../src-main/data/resize';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { noise } from '../../support/pictures';

test.each([64, 72, 128, 143, 256, 286, 512, 572])(
  'picks the positions of TensorFlow for %i output pixels',
  async (output) => {
    const tf = await loadTensorFlow();
    const inputs = [
      ...Array.from({ length: 640 }, (_, index) => index + 1),
      720,
      999,
      1000,
      1024,
      1080,
      1920,
      4096,
      6001,
    ];
    for (const input of inputs) {
      const native = tf.tidy(() => {
        const column = tf.range(0, input).reshape([1, input, 1, 1]);
        return tf.image.resizeNearestNeighbor(column.as4D(1, input, 1, 1), [output, 1], false, true);
      });
      expect(Array.from(nearestIndices(input, output)), `${String(input)} to ${String(output)}`).toEqual(
        Array.from(await native.data()),
      );
      native.dispose();
    }
  },
);

test.each(['left', 'right'] as const)('resizes the %s half as TensorFlow resizes that half alone', async (side) => {
  const tf = await loadTensorFlow();
  const picture = noise(118, 47, 5);
  const ours = resizeNearest(picture, partOf(picture, side), 72, 72).data;

  const native = tf.tidy(() => {
    const whole = tf.tensor3d(picture.data, [47, 118, 3], 'float32');
    const half = whole.slice([0, side === 'left' ? 0 : 59, 0], [47, 59, 3]);
    return tf.image.resizeNearestNeighbor(half, [72, 72], false, true);
  });
  expect(Array.from(ours)).toEqual(Array.from(await native.data()));
  native.dispose();
});
