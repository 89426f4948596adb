/** From a file to what the networks see, against TensorFlow Python: not a bit is otherwise. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { roles, type PairFile, type PictureRecipe } from '../../../src-main/contract/dataset';
import { decodePair } from '../../../src-main/data/decode-pair';
import { encodePng } from '../../../src-main/data/encode';
import { jitteredTo } from '../../support/jittered';
import { noise } from '../../support/pictures';
import { runReference } from '../../support/reference';
import { sharedFolder } from '../../support/temporary-folder';
import { booleans, integers, type Input } from '../../support/tensors';
import { traceAndRun } from '../../support/tracing';

const recipe: PictureRecipe = {
  fit: 'stretch',
  inputResizing: 'nearest',
  targetResizing: 'nearest',
  transform: 'none',
  background: '#ffffff',
};
const [stored, size] = [286, 256];

const { folder, remove } = await sharedFolder();
afterAll(remove);

const cases = [
  { name: 'corner', width: 512, height: 256, top: 0, left: 0, mirror: false },
  { name: 'other-corner', width: 512, height: 256, top: 30, left: 30, mirror: true },
  { name: 'between', width: 512, height: 256, top: 17, left: 5, mirror: true },
  { name: 'odd-size', width: 740, height: 411, top: 29, left: 1, mirror: false },
  { name: 'made-smaller', width: 1200, height: 600, top: 3, left: 28, mirror: true },
];
const pathOf = (name: string): string => join(folder, `${name}.png`);
for (const [index, { name, width, height }] of cases.entries()) {
  await writeFile(pathOf(name), await encodePng(noise(width, height, index)));
}
await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
await runReference('jitter.py', ['--folder', folder]);

test.each(cases)('$name: $width×$height, crop at $top, $left', async ({ name, width, height, top, left, mirror }) => {
  const half = { path: pathOf(name), name, width: width / 2, height };
  const pair: PairFile = {
    split: 'train',
    name,
    input: { ...half, part: 'right' },
    target: { ...half, part: 'left' },
  };
  const squares = await decodePair(pair, recipe, stored);
  const bytesOf = (values: Uint8Array): Input => ({ shape: [1, stored, stored, 3], dtype: 'uint8', values });
  const inputs = [
    ...[bytesOf(squares.input), bytesOf(squares.target)],
    ...[integers([1, 2], [top, left]), booleans([1], [Number(mirror)])],
  ];
  const { outputs } = await traceAndRun(inputs, jitteredTo(size));
  for (const [index, role] of roles.entries()) {
    const values = outputs[index]?.values ?? new Float32Array();
    const ours = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    expect(ours.length).toBe(size * size * 3 * 4);
    expect(ours.equals(await readFile(join(folder, `${name}-${role}.f32`))), role).toBe(true);
  }
});
