import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSamplePairs } from '../../../src-main/app/sample-pairs';

const shipped = join(import.meta.dirname, '..', '..', '..', 'assets', 'sample-pairs');

describe('listSamplePairs', () => {
  it('lists every shipped pair once, training pairs first', async () => {
    const pairs = await listSamplePairs(shipped);
    const train = await readdir(join(shipped, 'train'));
    const test = await readdir(join(shipped, 'test'));
    expect(pairs.map(({ split, name }) => `${split}/${name}`)).toEqual([
      ...train.sort().map((name) => `train/${name}`),
      ...test.sort().map((name) => `test/${name}`),
    ]);
    expect(pairs[0]?.url).toBe(`app://studio/sample-pairs/train/${String(train[0])}`);
  });

  it('names the folder that is missing', async () => {
    await expect(listSamplePairs('/no/such/folder')).rejects.toMatchObject({
      code: 'dataset-unreadable',
      data: { path: join('/no/such/folder', 'train') },
    });
  });
});
