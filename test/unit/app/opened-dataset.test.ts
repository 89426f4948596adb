import { describe, expect, it } from 'vitest';
import { createDatasetShelf } from '../../../src-main/app/opened-dataset';
import { createPreviews } from '../../../src-main/app/previews';
import { recognisedLayout } from '../../../src-main/contract/config';
import { makeReport, sideBySidePair } from '../../support/reports';

const folder = '/home/person/my pairs';
const report = makeReport({
  folder,
  pairs: [sideBySidePair('train', 'train/a.png', 8, folder), sideBySidePair('test', 'test/ü.jpg', 8, folder)],
  problems: [{ name: 'train/b.png', error: { code: 'image-empty', data: { name: 'train/b.png' } } }],
});

describe('the opened dataset', () => {
  it('is told to the window with addresses in place of paths', () => {
    const shelf = createDatasetShelf();
    const dataset = shelf.open(report, false, recognisedLayout, 1);
    expect(dataset).toMatchObject({
      id: 1,
      seed: 1,
      name: 'my pairs',
      folder: report.folder,
      isSample: false,
      layout: 'side-by-side',
      problems: report.problems,
      config: recognisedLayout,
      pairs: [
        { split: 'train', name: 'train/a.png', url: 'app://studio/datasets/1/0', input: { width: 8, height: 8 } },
        { split: 'test', name: 'test/ü.jpg', url: 'app://studio/datasets/1/1', input: { width: 8, height: 8 } },
      ],
    });
    expect(JSON.stringify(dataset.pairs)).not.toContain(folder);
    expect(shelf.sourceOf(1, 1, 'target')).toMatchObject({ path: `${folder}/test/ü.jpg`, part: 'left' });
    expect(shelf.folderOf(1)).toBe(report.folder);
  });

  it('can be divided by another seed: the pairs stay, their splits and what is said of equal ones do not', () => {
    const sizes = { name: 'c', inputWidth: 1, inputHeight: 2, targetWidth: 3, targetHeight: 4 };
    const otherNote = { name: 'c', error: { code: 'pair-sizes-differ', data: sizes } } as const;
    const oldNote = { name: 'b', error: { code: 'pair-duplicate', data: { name: 'b', other: 'a' } } } as const;
    const newNote = { name: 'b', error: { code: 'pair-in-both-splits', data: { name: 'b', other: 'a' } } } as const;
    const files = report.pairs.map(({ name }, index) => ({
      ...{ name, digest: `digest ${String(index)}`, format: 'png' as const },
      ...{ width: 8, height: 8, channels: 3, bitsPerChannel: 8 },
    }));
    const shelf = createDatasetShelf();
    shelf.open({ ...report, files, splitBy: 'seed', notes: [otherNote, oldNote] }, false, recognisedLayout, 1);
    expect(shelf.pairsOf(1)).toEqual([
      { name: 'train/a.png', contents: 'digest 0' },
      { name: 'test/ü.jpg', contents: 'digest 1' },
    ]);
    const divided = shelf.divide(1, 7, { splits: ['test', 'train'], notes: [newNote] });
    expect(divided).toMatchObject({ id: 1, seed: 7, notes: [otherNote, newNote] });
    expect(divided.pairs.map(({ split, url }) => [split, url])).toEqual([
      ['test', 'app://studio/datasets/1/0'],
      ['train', 'app://studio/datasets/1/1'],
    ]);
    expect(() => shelf.pairsOf(2)).toThrow(expect.objectContaining({ code: 'dataset-not-open' }));
    expect(() => shelf.divide(2, 7, { splits: [], notes: [] })).toThrow(
      expect.objectContaining({ code: 'dataset-not-open' }),
    );
  });

  it('takes the pictures of the one before away', () => {
    const shelf = createDatasetShelf();
    shelf.open(report, false, recognisedLayout, 1);
    const other = shelf.open({ ...report, folder: '/other' }, false, recognisedLayout, 1);
    expect(other.id).toBe(2);
    expect(shelf.sourceOf(1, 0, 'input')).toBeNull();
    expect(shelf.sourceOf(2, 0, 'input')).not.toBeNull();
    expect(() => shelf.folderOf(1)).toThrow(expect.objectContaining({ code: 'dataset-not-open' }));
  });

  it('has nothing before a dataset is opened', () => {
    expect(createDatasetShelf().sourceOf(0, 0, 'input')).toBeNull();
    expect(createDatasetShelf().sourceOf(1, 0, 'input')).toBeNull();
  });
});

describe('previews', () => {
  const look = 'fit=pad&resizing=smooth&transform=none&background=%23ff0000';

  function openShelf(): {
    readonly render: ReturnType<typeof createPreviews>;
    readonly asked: unknown[];
    readonly answer: () => void;
  } {
    const shelf = createDatasetShelf();
    shelf.open(report, false, recognisedLayout, 1);
    const asked: unknown[] = [];
    const answers: (() => void)[] = [];
    const host = {
      request: (_type: 'preview', body: unknown) => {
        asked.push(body);
        return new Promise<{ readonly png: Uint8Array }>((resolve) => {
          answers.push(() => {
            resolve({ png: Uint8Array.of(asked.length) });
          });
        });
      },
    };
    return { render: createPreviews(shelf, host), asked, answer: () => answers.shift()?.() };
  }

  it('ask the decoding process for one side of a pair, as the address says', () => {
    const { render, asked } = openShelf();
    expect(render(`app://studio/datasets/1/1/target?${look}`)).not.toBeNull();
    expect(asked).toEqual([
      {
        source: { path: `${folder}/test/ü.jpg`, name: 'test/ü.jpg', part: 'left', width: 8, height: 8 },
        role: 'target',
        recipe: {
          fit: 'pad',
          inputResizing: 'smooth',
          targetResizing: 'smooth',
          transform: 'none',
          background: '#ff0000',
        },
        side: 256,
      },
    ]);
  });

  it('are made two at a time', async () => {
    const { render, asked, answer } = openShelf();
    const made = [0, 1, 0].map(async (pair) => render(`app://studio/datasets/1/${String(pair)}/input?${look}`));
    expect(asked).toHaveLength(2);
    answer();
    await made[0];
    await Promise.resolve();
    expect(asked).toHaveLength(3);
    answer();
    answer();
    await Promise.all(made);
  });

  it.each([
    `app://studio/datasets/1/2/input?${look}`,
    `app://studio/datasets/1/-1/input?${look}`,
    `app://studio/datasets/1/0/../../secret.png?${look}`,
    `app://studio/datasets/1/..%2fsecret.png/input?${look}`,
    `app://studio/datasets/1/0?${look}`,
    `app://studio/datasets/2/0/input?${look}`,
    `app://elsewhere/datasets/1/0/input?${look}`,
    `https://studio/datasets/1/0/input?${look}`,
    'app://studio/datasets/1/0/input',
    `app://studio/datasets/1/0/input?${look}&path=/etc/passwd`,
    `app://studio/datasets/1/0/input?${look.replace('pad', 'explode')}`,
  ])('are none at %s', (address) => {
    const { render, asked } = openShelf();
    expect(render(address)).toBeNull();
    expect(asked).toEqual([]);
  });
});
