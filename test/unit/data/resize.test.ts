import { expect, test } from 'vitest';
import { partOf } from '../../../src-main/data/region';
import { resizable } from '../../../src-main/data/resizable-picture';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { noise } from '../../support/pictures';

test.each([64, 72, 128, 143, 256, 286, 512, 572])(
  'nearest neighbour picks the positions of TensorFlow for %i output pixels',
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
      const expected = Array.from(await native.data());
      native.dispose();
      expect(positions(input, output, 'down'), `${String(input)} to ${String(output)}`).toEqual(expected);
      expect(positions(input, output, 'across'), `${String(input)} to ${String(output)}`).toEqual(expected);
    }
  },
);

/** Of a picture whose pixels say where they are. */
function positions(input: number, output: number, way: 'down' | 'across'): number[] {
  const data = new Uint8Array(input * 3);
  for (let position = 0; position < input; position++) {
    data.set([position & 0xff, position >> 8, 7], position * 3);
  }
  const [width, height, toWidth, toHeight] = way === 'down' ? [1, input, 1, output] : [input, 1, output, 1];
  const whole = { left: 0, top: 0, width, height };
  const made = resizable({ width, height, data }).resized(whole, toWidth, toHeight, 'nearest').data;
  expect(made.filter((_, index) => index % 3 === 2)).toEqual(new Uint8Array(output).fill(7));
  return Array.from({ length: output }, (_, index) => (made[index * 3] ?? 0) + ((made[index * 3 + 1] ?? 0) << 8));
}

test.each(['left', 'right', 'top', 'bottom', 'whole'] as const)(
  'the part %s is resized as TensorFlow resizes that part alone',
  async (name) => {
    const tf = await loadTensorFlow();
    const picture = noise(118, 46, 5);
    const part = partOf(picture, name);
    const source = resizable(picture);
    for (const [width, height] of [
      [72, 72],
      [143, 31],
      [20, 90],
      [11, 9],
    ] as const) {
      const cut = tf.tidy(() =>
        tf
          .tensor3d(picture.data, [46, 118, 3], 'float32')
          .slice([part.top, part.left, 0], [part.height, part.width, 3]),
      );
      const nearest = tf.tidy(() => tf.image.resizeNearestNeighbor(cut, [height, width], false, true));
      expect(Array.from(source.resized(part, width, height, 'nearest').data)).toEqual(Array.from(await nearest.data()));
      tf.dispose([cut, nearest]);
    }
  },
);

test('parts and results of another size are refused before anything is read or written', () => {
  const source = resizable(noise(8, 8, 1));
  expect(() => source.resized({ left: 4, top: 0, width: 5, height: 8 }, 3, 3, 'nearest')).toThrow('part');
  expect(() => source.resized({ left: -1, top: 0, width: 5, height: 8 }, 3, 3, 'smooth')).toThrow('part');
  const lying = resizable({ width: 9, height: 8, data: noise(8, 8, 1).data });
  expect(() => lying.resized(partOf(source, 'whole'), 3, 3, 'nearest')).toThrow('pixels');
});
