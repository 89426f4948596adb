import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../../src-main/contract/errors';
import { decodeImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import { readImageHeader } from '../../../src-main/data/header';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { encodeJpeg, noise, pngHeader } from '../../support/pictures';

async function codeOf(bytes: Uint8Array): Promise<ErrorCode | null> {
  const error: unknown = await decodeImage(bytes, 'a.jpg').then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.value.code : null;
}

test('PNG gives back the pixels that were encoded, and no tensor stays', async () => {
  const picture = noise(30, 20, 1);
  const tf = await loadTensorFlow();
  const before = tf.memory().numTensors;
  expect(await decodeImage(await encodePng(picture), 'a.png')).toEqual(picture);
  await expect(decodeImage((await encodePng(picture)).subarray(0, 400), 'a.png')).rejects.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

test('the contents decide, not the name', async () => {
  const picture = noise(8, 8, 2);
  expect(await decodeImage(await encodePng(picture), 'photo.jpg')).toEqual(picture);
});

test('JPEG has the pixels of the default DecodeJpeg', async () => {
  const bytes = await encodeJpeg(noise(33, 17, 3));
  const tf = await loadTensorFlow();
  const expected = tf.node.decodeJpeg(bytes, 3);
  const picture = await decodeImage(bytes, 'a.jpg');
  expect([picture.height, picture.width]).toEqual([17, 33]);
  expect(Array.from(picture.data)).toEqual(Array.from(await expected.data()));
  expected.dispose();
});

test('files that were cut off are found, wherever the cut is', async () => {
  for (const whole of [await encodeJpeg(noise(64, 32, 4)), await encodePng(noise(64, 32, 4))]) {
    for (const share of [0.01, 0.1, 0.5, 0.9, 0.99]) {
      const length = Math.max(8, Math.floor(whole.length * share));
      expect(await codeOf(whole.subarray(0, length)), `${String(length)} of ${String(whole.length)}`).toBe(
        'image-unreadable',
      );
    }
  }
});

test('nothing, text, and a program are refused', async () => {
  expect(await codeOf(new Uint8Array(0))).toBe('image-empty');
  expect(await codeOf(new TextEncoder().encode('hello, not a picture'))).toBe('image-format');
  expect(await codeOf(Uint8Array.of(0xff))).toBe('image-format');
  expect(await codeOf(Uint8Array.of(0xff, 0xd8, 0xff))).toBe('image-unreadable');
  expect(await codeOf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0))).toBe('image-format');
});

test('a gigantic picture is refused by its header alone', async () => {
  await expect(decodeImage(pngHeader(100_000, 50_000), 'huge.png')).rejects.toMatchObject({
    code: 'image-too-large',
    data: { name: 'huge.png', width: 100_000, height: 50_000, limit: 100 },
  });
});

test('the header is found behind long segments and fill bytes', async () => {
  const jpeg = await encodeJpeg(noise(48, 24, 6));
  const profile = new Uint8Array(2 + 60_000);
  profile.set([0xff, 0xe2, 60_000 >> 8, 60_000 & 0xff]);
  const longer = Uint8Array.of(...jpeg.subarray(0, 2), ...profile, 0xff, ...jpeg.subarray(2));
  expect(readImageHeader(longer)).toMatchObject({
    format: 'jpeg',
    width: 48,
    height: 24,
    bitsPerChannel: 8,
    channels: 3,
  });
  expect(await decodeImage(longer, 'a.jpg')).toEqual(await decodeImage(jpeg, 'a.jpg'));
});
