import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeWholeFolder, writeDurably } from '../../../src-main/data/whole-folder';
import { temporaryFolder } from '../../support/temporary-folder';

test('a folder appears with its contents, also where an empty one was, and below missing ones', async () => {
  const parent = await temporaryFolder();
  await mkdir(join(parent, 'empty'));
  for (const name of ['new', 'empty', 'a/b/c']) {
    const folder = join(parent, name);
    await makeWholeFolder(folder, (temporary) => writeDurably(join(temporary, 'file'), name));
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe(name);
  }
  expect((await readdir(parent)).sort()).toEqual(['a', 'empty', 'new']);
});

test('what exists is refused and left alone', async () => {
  const parent = await temporaryFolder();
  await mkdir(join(parent, 'used'));
  await writeFile(join(parent, 'used', 'mine'), 'mine');
  await writeFile(join(parent, 'file'), 'mine');
  for (const name of ['used', 'file']) {
    const folder = join(parent, name);
    const making = makeWholeFolder(folder, () => Promise.resolve());
    await expect(making).rejects.toMatchObject({ code: 'output-exists', data: { path: folder } });
  }
  expect(await readFile(join(parent, 'used', 'mine'), 'utf8')).toBe('mine');
});

test('a failure leaves nothing and keeps its own reason', async () => {
  const parent = await temporaryFolder();
  const making = makeWholeFolder(join(parent, 'x'), async (temporary) => {
    await writeDurably(join(temporary, 'file'), 'half');
    throw new Error('interrupted');
  });
  await expect(making).rejects.toThrow('interrupted');
  expect(await readdir(parent)).toEqual([]);
});

test.runIf(process.platform === 'linux')('a full disk is named', async () => {
  const folder = join(await temporaryFolder(), 'x');
  // The kernel's device that fails every write for lack of space.
  const making = makeWholeFolder(folder, () => writeDurably('/dev/full', 'text'));
  await expect(making).rejects.toMatchObject({ code: 'disk-full', data: { path: folder } });
});

test('a place that cannot be written to is named', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const making = makeWholeFolder(join(file, 'below'), () => Promise.resolve());
  await expect(making).rejects.toMatchObject({ code: 'write-failed', data: { path: join(file, 'below') } });
});
