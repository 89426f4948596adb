import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesOfPair, joinedDigests } from '../../../src-main/contract/dataset';
import { inspectDataset } from '../../../src-main/data/inspect';
import { dividePairs } from '../../../src-main/data/split-pairs';
import { encodePng } from '../../../src-main/data/encode';
import { noise, writeBelow } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

it('pairs that are divided anew are those of an import with that seed, and so is what is said of equal ones', async () => {
  const folder = await temporaryFolder();
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  const dataset = join(folder, 'dataset');
  for (let index = 0; index < 30; index++) {
    // Every picture is there three times.
    await writeBelow(dataset, `${String(index)}.png`, await encodePng(noise(16, 8, index % 10)));
  }
  const first = await inspectDataset(dataset, { seed: 1 });
  const digests = new Map(first.files.map(({ name, digest }) => [name, digest]));
  const pairs = first.pairs.map((pair) => ({
    name: pair.name,
    contents: joinedDigests(filesOfPair(pair).map(({ name }) => digests.get(name) ?? '')),
  }));
  const seen = new Set<string>();
  for (const seed of [0, 1, 5, 123_456_789]) {
    const report = await inspectDataset(dataset, { seed });
    const divided = dividePairs(pairs, seed);
    expect(divided.splits).toEqual(report.pairs.map(({ split }) => split));
    expect(divided.splits.filter((split) => split === 'test')).toHaveLength(3);
    expect(divided.notes).toEqual(report.notes);
    seen.add(divided.splits.join());
  }
  expect(seen.size).toBe(4);
});
