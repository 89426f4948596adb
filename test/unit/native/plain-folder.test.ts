import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withPlainFolder } from '../../../src-main/native/plain-folder';
import { temporaryFolder } from '../../support/temporary-folder';

const isWindows = process.platform === 'win32';

/** Where links are made. */
let temporary: string;

beforeEach(async () => {
  temporary = await temporaryFolder();
  vi.stubEnv(isWindows ? 'TEMP' : 'TMPDIR', temporary);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

async function links(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('pix2pix-folder-'));
}

async function folderNamed(name: string): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  await mkdir(folder);
  await writeFile(join(folder, 'file'), name);
  return folder;
}

describe('withPlainFolder', () => {
  it('gives an ordinary folder as it is, by its whole path', async () => {
    const folder = await folderNamed('Prüf 크기 {a} 100% #1');
    expect(withPlainFolder(folder, (plain) => plain)).toBe(folder);
  });

  it.each(isWindows ? ['a[b]'] : ['a[b]', 'a*', 'a?', 'a\\b'])(
    'gives a folder named %s, or one in it, by another name, and leaves its files',
    async (name) => {
      const folder = await folderNamed(name);
      const inside = join(folder, 'inside');
      await mkdir(inside);
      for (const [path, file] of [
        [folder, 'file'],
        [inside, join('..', 'file')],
      ] as const) {
        const given = withPlainFolder(path, (plain) => ({ plain, text: readFileSync(`${plain}/${file}`, 'utf8') }));
        expect(given.plain).not.toContain(name);
        expect(given.text).toBe(name);
      }
      expect(await readFile(join(folder, 'file'), 'utf8')).toBe(name);
      expect(await links(temporary)).toEqual([]);
    },
  );

  it('leaves no link where the work fails', async () => {
    const folder = await folderNamed('a[b]');
    const fail = (): never => {
      throw new Error('refused');
    };
    expect(() => withPlainFolder(folder, fail)).toThrow('refused');
    expect(await links(temporary)).toEqual([]);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('makes the link above the folder where the one for temporary files has such a name too', async () => {
    const folder = await folderNamed('a[b]');
    vi.stubEnv(isWindows ? 'TEMP' : 'TMPDIR', await folderNamed('temporary [1]'));
    expect(withPlainFolder(folder, (plain) => readFileSync(join(plain, 'file'), 'utf8'))).toBe('a[b]');
    expect(await readdir(join(folder, '..'))).toEqual(['a[b]']);
  });

  it('says where no link can be made', async () => {
    const folder = await folderNamed('a[b]');
    const gone = join(temporary, 'gone');
    vi.stubEnv(isWindows ? 'TEMP' : 'TMPDIR', gone);
    const read = (): unknown => withPlainFolder(folder, (plain) => plain);
    expect(read).toThrow(expect.objectContaining({ code: 'write-failed' }));
    expect(read).toThrow(gone);
  });
});
