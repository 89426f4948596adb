import { describe, expect, it } from 'vitest';
import { createDatasetShelf } from '../../../src-main/app/opened-dataset';
import { makeReport, sideBySidePair } from '../../support/reports';

const folder = '/home/person/my pairs';
const report = makeReport({
  folder,
  pairs: [sideBySidePair('train', 'train/a.png', 8, folder), sideBySidePair('test', 'test/ü.jpg', 8, folder)],
  problems: [{ name: 'train/b.png', error: { code: 'image-empty', data: { name: 'train/b.png' } } }],
});

describe('the opened dataset', () => {
  it('is told without the paths of its pictures, and each has an address', () => {
    const shelf = createDatasetShelf();
    const dataset = shelf.open(report, false);
    expect(dataset).toEqual({
      id: 1,
      name: 'my pairs',
      folder: report.folder,
      isSample: false,
      layout: 'side-by-side',
      problems: report.problems,
      pairs: [
        { split: 'train', name: 'train/a.png', url: 'app://studio/datasets/1/0' },
        { split: 'test', name: 'test/ü.jpg', url: 'app://studio/datasets/1/1' },
      ],
    });
    expect(shelf.pictureAt('app://studio/datasets/1/1')).toBe('/home/person/my pairs/test/ü.jpg');
    expect(shelf.folderOf(1)).toBe(report.folder);
  });

  it('takes the pictures of the one before away', () => {
    const shelf = createDatasetShelf();
    shelf.open(report, false);
    const other = shelf.open({ ...report, folder: '/other' }, false);
    expect(other.id).toBe(2);
    expect(shelf.pictureAt('app://studio/datasets/1/0')).toBeNull();
    expect(shelf.pictureAt('app://studio/datasets/2/0')).not.toBeNull();
    expect(() => shelf.folderOf(1)).toThrow(expect.objectContaining({ code: 'dataset-not-open' }));
  });

  it.each([
    'app://studio/datasets/1/2',
    'app://studio/datasets/1/-1',
    'app://studio/datasets/1/0/../../secret.png',
    'app://studio/datasets/1/..%2fsecret.png',
    'app://studio/datasets/1/',
    'app://studio/datasets/2/0',
    'app://elsewhere/datasets/1/0',
    'https://studio/datasets/1/0',
  ])('serves nothing at %s', (address) => {
    const shelf = createDatasetShelf();
    shelf.open(report, false);
    expect(shelf.pictureAt(address)).toBeNull();
  });

  it('has nothing before a dataset is opened', () => {
    expect(createDatasetShelf().pictureAt('app://studio/datasets/0/0')).toBeNull();
    expect(createDatasetShelf().pictureAt('app://studio/datasets/1/0')).toBeNull();
  });
});
