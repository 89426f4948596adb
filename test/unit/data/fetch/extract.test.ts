import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extractArchive } from '../../../../src-main/data/fetch/extract';
import { archiveOf, datasetArchive, tarOf, type Entry } from '../../../support/archives';
import { temporaryFolder } from '../../../support/temporary-folder';

interface Place {
  readonly outside: string;
  readonly folder: string;
  readonly unpack: (archive: Uint8Array) => Promise<Readonly<Record<string, number>>>;
}

/** A folder to unpack into, alone in another one that must stay as it is. */
async function place(): Promise<Place> {
  const outside = await temporaryFolder();
  const folder = join(outside, 'into');
  await mkdir(folder);
  const path = join(await temporaryFolder(), 'archive');
  return {
    outside,
    folder,
    async unpack(archive) {
      await writeFile(path, archive);
      return extractArchive(path, 'pairs', folder);
    },
  };
}

const picture = { path: 'pairs/train/1.jpg', contents: 'picture' };

describe('extractArchive', () => {
  it('writes the files of the named folder and counts them', async () => {
    const { folder, unpack } = await place();
    const archive = archiveOf([
      { path: './pairs/', type: 'Directory' },
      picture,
      { path: 'pairs/val/그림 1.jpg', contents: 'x'.repeat(100_000) },
      { path: 'pairs/readme.txt', contents: '' },
      { path: 'pairs/.DS_Store', contents: 'hidden' },
      { path: 'pairs/._train/2.jpg', contents: 'hidden' },
    ]);
    expect(await unpack(archive)).toEqual({ train: 1, val: 1, '': 1 });
    expect(await readFile(join(folder, 'train', '1.jpg'), 'utf8')).toBe('picture');
    expect((await stat(join(folder, 'val', '그림 1.jpg'))).size).toBe(100_000);
    expect((await readdir(folder)).sort()).toEqual(['readme.txt', 'train', 'val']);
  });

  it('keeps no rights that an archive asks for', async () => {
    const { folder, unpack } = await place();
    await unpack(archiveOf([picture]));
    expect((await stat(join(folder, 'train', '1.jpg'))).mode & 0o7133).toBe(0);
  });

  const hostile: readonly (readonly [string, readonly Entry[], string])[] = [
    ['a path that climbs', [{ path: '../escaped', contents: 'x' }], 'path'],
    ['a path that climbs from within', [{ path: 'pairs/../../escaped', contents: 'x' }], 'path'],
    ['an absolute path', [{ path: '/tmp/escaped-by-pix2pix-studio', contents: 'x' }], 'path'],
    ['a Windows path', [{ path: 'pairs\\..\\..\\escaped', contents: 'x' }], 'path'],
    ['a drive', [{ path: 'pairs/C:escaped', contents: 'x' }], 'path'],
    ['a symbolic link', [{ path: 'pairs/link', type: 'SymbolicLink', linkpath: '../..' }], 'link'],
    [
      'a file through a symbolic link',
      [
        { path: 'pairs/link', type: 'SymbolicLink', linkpath: '..' },
        { path: 'pairs/link/escaped', contents: 'x' },
      ],
      'link',
    ],
    ['a hard link', [{ path: 'pairs/link', type: 'Link', linkpath: '/etc/passwd' }], 'link'],
    ['a device', [{ path: 'pairs/null', type: 'CharacterDevice' }], 'link'],
    ['a pipe', [{ path: 'pairs/pipe', type: 'FIFO' }], 'link'],
  ];

  it.each(hostile)('refuses %s', async (_what, entries, reason) => {
    const { outside, folder, unpack } = await place();
    await expect(unpack(archiveOf([picture, ...entries]))).rejects.toMatchObject({
      code: 'archive-unsafe',
      data: { reason },
    });
    expect(await readdir(outside)).toEqual(['into']);
    expect((await readdir(folder)).filter((name) => name !== 'train')).toEqual([]);
    await expect(stat('/tmp/escaped-by-pix2pix-studio')).rejects.toThrow();
  });

  it('refuses a small archive that unpacks to far more', async () => {
    const { folder, unpack } = await place();
    const zeros = Buffer.alloc(40 * 2 ** 20);
    const bomb = archiveOf([
      { path: 'pairs/train/1.jpg', contents: zeros },
      { path: 'pairs/train/2.jpg', contents: zeros },
    ]);
    expect(bomb.length).toBeLessThan(200_000);
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'archive-unsafe', data: { reason: 'size' } });
    await expect(stat(join(folder, 'train', '2.jpg'))).rejects.toThrow();
  });

  const broken: readonly (readonly [string, Uint8Array])[] = [
    ['one that is cut off', datasetArchive('pairs').subarray(0, 60_000)],
    ['one whose last bytes are missing', datasetArchive('pairs').subarray(0, -4)],
    ['one with a changed byte', flipped(datasetArchive('pairs'), 70_000)],
    [
      'a tar file cut before it was packed',
      gzipSync(tarOf([{ ...picture, contents: 'x'.repeat(5000) }]).subarray(0, 2048)),
    ],
    ['one with a wrong header sum', gzipSync(flipped(tarOf([picture]), 10))],
    ['one that is packed twice', gzipSync(datasetArchive('pairs'))],
    ['a web page', Buffer.from('<html>not here</html>')],
    ['nothing', Buffer.alloc(0)],
    ['one of another dataset', datasetArchive('others')],
    ['one with a file twice', archiveOf([picture, picture])],
  ];

  it.each(broken)('says what is wrong with %s', async (_what, archive) => {
    const { outside, unpack } = await place();
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive-damaged', data: { name: 'pairs' } });
    expect(await readdir(outside)).toEqual(['into']);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  return changed;
}
