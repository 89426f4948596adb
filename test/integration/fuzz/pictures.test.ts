/** Pictures with a few changed bytes give a picture or a refusal. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeImage } from '../../../src-main/data/decode';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { corpusOf, isLong, tryCases } from '../../support/fuzz/cases';
import { mutateBytes } from '../../support/fuzz/mutate-bytes';
import { refusalOf } from '../../support/fuzz/refusal';
import { temporaryFolder } from '../../support/temporary-folder';
import { wholePictures } from '../../support/whole-pictures';

const endless = isLong ? { timeout: 0 } : {};

it('of every format', endless, async () => {
  const input = join(await temporaryFolder(), 'picture');
  const found = await Promise.all((await corpusOf('pictures')).map((path) => readFile(path)));
  const whole = [...(await wholePictures()).values(), ...found];
  const tf = await loadTensorFlow();
  const tensors = tf.memory().numTensors;
  let decoded = 0;
  await tryCases('pictures', 400, input, async ({ random, known }) => {
    const bytes = known === null ? mutateBytes(random, random.pick(whole)) : await readFile(known);
    await writeFile(input, bytes);
    const refusal = await refusalOf(async () => {
      const { width, height, data } = await decodeImage(bytes, 'picture');
      expect(data.length).toBe(width * height * 3);
    });
    decoded += refusal === null ? 1 : 0;
    expect(tf.memory().numTensors).toBe(tensors);
  });
  // Else all of it would be refused at the first look.
  expect(decoded).toBeGreaterThan(0);
});
