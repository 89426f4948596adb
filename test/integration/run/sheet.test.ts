import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeImage } from '../../../src-main/data/decode';
import { createSheet } from '../../../src-main/run/sheet';
import { noise } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const words = { title: 'Predictions', input: 'Input', prediction: 'Prediction' };

it('a page names every input, with its picture and its prediction', async () => {
  const out = await temporaryFolder();
  const sheet = createSheet('html', out, words);
  const input = noise(20, 10, 1);
  await sheet.add({ name: 'a', path: join(out, '<b> 1.png'), input, prediction: noise(20, 10, 2) });
  const page = await readFile(await sheet.finish(), 'utf8');
  expect(page).toContain('&lt;b> 1.png');
  expect(page).toContain('src="%3Cb%3E%201.png"');
  const kept = await decodeImage(await readFile(join(out, 'inputs', '<b> 1.png')), 'kept');
  expect(kept.data).toEqual(input.data);
});

it('a picture has inputs and predictions in turns, large ones made smaller', async () => {
  const out = await temporaryFolder();
  const sheet = createSheet('png', out, words);
  const [input, prediction] = [noise(64, 32, 1), noise(64, 32, 2)];
  const large = { width: 1024, height: 512, data: new Uint8Array(1024 * 512 * 3).fill(9) };
  await sheet.add({ name: 'a', path: 'a.png', input, prediction });
  for (let count = 0; count < 4; count++) {
    await sheet.add({ name: 'b', path: 'b.png', input: large, prediction: large });
  }
  const made = await decodeImage(await readFile(await sheet.finish()), 'sheet');
  expect([made.width, made.height]).toEqual([8 * 256, 2 * 256]);
  const at = (x: number, y: number): number[] => [
    ...made.data.subarray((y * made.width + x) * 3, (y * made.width + x) * 3 + 3),
  ];
  expect(at(5, 7)).toEqual([...input.data.subarray((7 * 64 + 5) * 3, (7 * 64 + 5) * 3 + 3)]);
  expect(at(256 + 5, 7)).toEqual([...prediction.data.subarray((7 * 64 + 5) * 3, (7 * 64 + 5) * 3 + 3)]);
  expect(at(512 + 255, 127)).toEqual([9, 9, 9]);
  expect(at(512 + 255, 128)).toEqual([255, 255, 255]);
});
