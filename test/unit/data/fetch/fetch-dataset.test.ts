import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FetchProgress } from '../../../../src-main/contract/named-datasets';
import { downloadsFolder } from '../../../../src-main/data/cache-folder';
import { archiveAddress, fetchDataset } from '../../../../src-main/data/fetch/fetch-dataset';
import { archiveOf, datasetArchive } from '../../../support/archives';
import type { ArchiveServer } from '../../../support/archive-server';
import { startArchiveServer } from '../../../support/server-of-test';
import { mountSmallDisk } from '../../../support/small-disk';
import { temporaryFolder } from '../../../support/temporary-folder';

async function setUp(archive = datasetArchive('facades')): Promise<{ server: ArchiveServer; folder: string }> {
  const server = await startArchiveServer(archive);
  vi.stubEnv('PIX2PIX_STUDIO_DATASETS', server.address);
  vi.stubEnv('PIX2PIX_STUDIO_CACHE', await temporaryFolder());
  return { server, folder: join(await temporaryFolder(), 'facades') };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('fetchDataset', () => {
  it('makes the folder of a dataset and leaves no archive behind', async () => {
    const { folder } = await setUp();
    const seen: FetchProgress[] = [];
    const fetched = await fetchDataset('facades', folder, { progress: (progress) => seen.push(progress) });
    expect(fetched).toEqual({ folder, pictures: { train: 3, test: 1 } });
    expect((await readdir(join(folder, 'train'))).sort()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
    expect(await readdir(downloadsFolder())).toEqual([]);
    expect(seen.some(({ stage }) => stage === 'download')).toBe(true);
    expect(seen.at(-1)).toEqual({ stage: 'extract', done: 4, total: null });
  });

  it('goes on after an interruption', async () => {
    const { server, folder } = await setUp();
    server.cuts.push(50_000, 0);
    await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'download-interrupted' });
    await expect(stat(folder)).rejects.toThrow();
    await fetchDataset('facades', folder);
    expect(server.ranges.at(-1)).toMatch(/^bytes=[1-9]/);
    expect(await readdir(folder)).toEqual(['test', 'train']);
  });

  it('throws a damaged archive away, so that the next call loads it anew', async () => {
    const { server, folder } = await setUp(datasetArchive('facades').subarray(0, 90_000));
    await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'archive-damaged' });
    await expect(stat(folder)).rejects.toThrow();
    expect(await readdir(downloadsFolder())).toEqual([]);
    server.contents = datasetArchive('facades');
    await fetchDataset('facades', folder);
  });

  it('makes nothing of a hostile archive', async () => {
    const { folder } = await setUp(archiveOf([{ path: '../facades/train/1.jpg', contents: 'x' }]));
    await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'archive-unsafe' });
    expect(await readdir(join(folder, '..'))).toEqual([]);
  });

  it('refuses an archive without training pictures', async () => {
    const { folder } = await setUp(archiveOf([{ path: 'facades/test/1.jpg', contents: 'x' }]));
    await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  it('does not load anything for a folder that is used', async () => {
    const { server, folder } = await setUp();
    await mkdir(folder);
    await writeFile(join(folder, 'mine.txt'), 'mine');
    await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'output-exists' });
    expect(server.ranges).toEqual([]);
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('asks for an agreement where the terms do', async () => {
    const { server, folder } = await setUp(datasetArchive('cityscapes'));
    await expect(fetchDataset('cityscapes', folder)).rejects.toMatchObject({ code: 'licence-not-accepted' });
    expect(server.ranges).toEqual([]);
    await fetchDataset('cityscapes', folder, { agreed: true });
  });

  it('says before loading that a disk is too small, and afterwards that it is full', async ({ skip }) => {
    const { folder } = await setUp(datasetArchive('facades', 10, 200_000));
    const parent = join(folder, '..');
    const disk = await mountSmallDisk(parent, 1e6);
    if (disk === null) {
      skip();
      return;
    }
    try {
      await expect(fetchDataset('facades', folder)).rejects.toMatchObject({ code: 'disk-too-small' });
      expect(await readdir(parent)).toEqual([]);
    } finally {
      await disk.unmount();
    }
  });
});

describe('archiveAddress', () => {
  it('is the authors’ own unless another one is set', () => {
    expect(archiveAddress('maps').href).toBe('https://efrosgans.eecs.berkeley.edu/pix2pix/datasets/maps.tar.gz');
    vi.stubEnv('PIX2PIX_STUDIO_DATASETS', 'https://mirror.example/pix2pix');
    expect(archiveAddress('maps').href).toBe('https://mirror.example/pix2pix/maps.tar.gz');
  });
});
