import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepKnownFolders } from '../../../src-main/app/known-folders';
import { temporaryFolder } from '../../support/temporary-folder';

const notChosen = (path: string): unknown => expect.objectContaining({ code: 'folder-not-chosen', data: { path } });

describe('the folders that a person chose', () => {
  it('are the only ones that are read, also when the application is started again', async () => {
    const path = join(await temporaryFolder(), 'known.json');
    const folders = keepKnownFolders(path, ['/opened/before']);
    folders.require('/opened/before');
    folders.require('/opened/before/');
    expect(() => {
      folders.require('/home/somebody');
    }).toThrow(notChosen('/home/somebody'));
    folders.add('/home/somebody');
    folders.require('/home/somebody');
    for (const other of ['/home', '/home/somebody/else', '/home/somebodyelse']) {
      expect(() => {
        folders.require(other);
      }).toThrow(notChosen(other));
    }
    // Leads out of a known folder.
    expect(() => {
      folders.require('/home/somebody/../other');
    }).toThrow(notChosen('/home/somebody/../other'));
    keepKnownFolders(path, []).require('/home/somebody');
  });

  it('have absolute paths', async () => {
    const path = join(await temporaryFolder(), 'known.json');
    const folders = keepKnownFolders(path, []);
    folders.add('pairs');
    expect(() => {
      folders.require('pairs');
    }).toThrow(expect.objectContaining({ code: 'dataset-missing' }));
  });

  it('are a thousand at most, the newest', async () => {
    const path = join(await temporaryFolder(), 'known.json');
    await writeFile(path, JSON.stringify(Array.from({ length: 1000 }, (_, index) => `/folder-${String(index)}`)));
    keepKnownFolders(path, []).add('/new');
    const kept = JSON.parse(await readFile(path, 'utf8')) as string[];
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([1000, '/folder-1', '/new']);
  });

  it('are known until the end where they cannot be kept', async () => {
    const path = join(await temporaryFolder(), 'known.json');
    await mkdir(`${path}.new`);
    const folders = keepKnownFolders(path, []);
    folders.add('/chosen');
    folders.require('/chosen');
  });
});
