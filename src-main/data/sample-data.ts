/** Makes folders of real, licensed sample pairs from the OpenMoji drawings: the shipped set and larger ones. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Philox } from '../core/philox';
import {
  allGroups,
  colourful,
  openMojiFolder,
  readEmojis,
  shippedGroups,
  splitEmojis,
  withoutLookalikes,
} from './sample-emojis';
import type { Emoji } from './sample-emojis';
import { drawPair, fitted, randomPlacement, type Placement } from './sample-picture';
import { makeWholeFolder, writeDurably } from './whole-folder';

/** Training pairs for every test pair. */
const trainShare = 5;
/** Fixes which drawings are chosen, their split and their variations. */
const sampleSeed = 20;

const shipped = { train: 200, test: 40 } as const;

const attribution = `# Attribution

All emojis designed by [OpenMoji](https://openmoji.org/) – the open-source emoji and icon project.
License: [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/#) (full text in LICENSE.txt).

Changes: each drawing's colour version (left) and its outline (right) were enlarged to fill the square, put side
by side on white and drawn as a PNG of 512×256 pixels; in larger sets some are rotated, mirrored or moved. These pictures are shared under the
same license, CC BY-SA 4.0.
`;

type Progress = (done: number, total: number) => void;

/**
 * Writes `count` pairs (at least 2) into `folder`, about 5 to 1 in train/ and test/. No drawing is in both. First every
 * drawing as it is, then variations of them.
 *
 * @param progress told after each pair.
 * @throws AppError `output-exists` when the folder exists and is not empty, `disk-full`, `write-failed`.
 */
export async function makeSampleData(
  request: { readonly folder: string; readonly count: number },
  progress: Progress,
): Promise<{ train: number; test: number }> {
  const test = Math.max(1, Math.round(request.count / (trainShare + 1)));
  const counts = { train: Math.max(1, request.count - test), test };
  await writePairs(request.folder, () => readEmojis(allGroups), counts, progress);
  return counts;
}

/** Writes the set that is shipped in assets/sample-pairs: colourful drawings, none like another, none varied. */
export async function makeShippedPairs(folder: string, progress: Progress): Promise<void> {
  const choose = async (): Promise<Emoji[]> => colourful(withoutLookalikes(await readEmojis(shippedGroups)));
  await writePairs(folder, choose, shipped, progress);
}

/** Writes as many pairs again of drawings that the shipped set cannot have: people, faces, sports, technology, … */
export async function makeOtherPairs(folder: string, progress: Progress): Promise<void> {
  const shippedNames = new Set<string>(shippedGroups);
  const groups = allGroups.filter((group) => !shippedNames.has(group));
  await writePairs(folder, async () => withoutLookalikes(await readEmojis(groups)), shipped, progress);
}

async function writePairs(
  folder: string,
  choose: () => Promise<Emoji[]>,
  counts: Readonly<Record<keyof typeof shipped, number>>,
  progress: Progress,
): Promise<void> {
  const total = counts.train + counts.test;
  let done = 0;
  await makeWholeFolder(folder, async (temporary) => {
    const emojis = splitEmojis(await choose(), trainShare, sampleSeed);
    for (const split of ['train', 'test'] as const) {
      await mkdir(join(temporary, split));
      for (const { name, emoji, placement } of planPairs(emojis[split], counts[split])) {
        await writeDurably(join(temporary, split, `${name}.png`), drawPair(emoji, placement));
        done += 1;
        progress(done, total);
      }
    }
    await writeDurably(join(temporary, 'ATTRIBUTION.md'), attribution);
    await copyFile(join(openMojiFolder(), 'LICENSE.txt'), join(temporary, 'LICENSE.txt'));
  });
}

/** A pair to draw, and the name of its file without extension. */
export interface PlannedPair {
  readonly name: string;
  readonly emoji: Emoji;
  readonly placement: Placement;
}

/** `count` pairs: every drawing fitted, then every drawing in its first variation, its second and so on. */
export function* planPairs(emojis: readonly Emoji[], count: number): Generator<PlannedPair> {
  for (let index = 0; index < count; index++) {
    const variation = Math.floor(index / emojis.length);
    const emoji = emojis[index % emojis.length];
    if (emoji === undefined) {
      return;
    }
    const placement = fitted(emoji);
    yield variation === 0
      ? { name: emoji.name, emoji, placement }
      : {
          name: `${emoji.name}-variation-${String(variation)}`,
          emoji,
          placement: randomPlacement(placement, new Philox(sampleSeed, 3 + index)),
        };
  }
}
