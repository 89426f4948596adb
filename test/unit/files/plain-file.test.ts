import { execFileSync } from 'node:child_process';
import { appendFile, link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPlainFolder, openPlainFile, readPlainFile, readPlainText } from '../../../src-main/files/plain-file';
import { requirePlain } from '../../../src-main/files/require-plain';
import { temporaryFolder } from '../../support/temporary-folder';

const refused = (path: string, kind: string): unknown =>
  expect.objectContaining({ code: 'file-refused', data: { path, kind } });

/** A folder within another, and beside it something that nobody asked for. */
async function folders(): Promise<{ readonly root: string; readonly other: string }> {
  const parent = await temporaryFolder();
  const [root, other] = [join(parent, 'run'), join(parent, 'other')];
  await mkdir(join(root, 'samples'), { recursive: true });
  await mkdir(other);
  await writeFile(join(other, 'secret'), 'secret');
  return { root, other };
}

describe('a plain file', () => {
  it('is read whole, from a folder that was reached through a link too', async () => {
    const { root } = await folders();
    await writeFile(join(root, 'samples', 'a'), 'contents');
    const chosen = `${root}-link`;
    await symlink(root, chosen);
    expect(await readPlainText(chosen, join('samples', 'a'), 8)).toBe('contents');
    await link(join(root, 'samples', 'a'), join(root, 'b'));
    expect(await readPlainText(root, 'b', 8)).toBe('contents');
    await writeFile(join(root, 'empty'), '');
    expect(await readPlainText(root, 'empty', 0)).toBe('');
  });

  it('is none behind a link, in a folder or in its own name', async () => {
    const { root, other } = await folders();
    await symlink(join(other, 'secret'), join(root, 'file'));
    await symlink(join(other, 'none'), join(root, 'broken'));
    await symlink(other, join(root, 'folder'));
    await symlink(join('..', '..', 'other'), join(root, 'samples', 'up'));
    for (const [name, path, kind] of [
      ['file', 'file', 'link'],
      ['broken', 'broken', 'link'],
      [join('folder', 'secret'), 'folder', 'outside'],
      [join('samples', 'up', 'secret'), join('samples', 'up'), 'outside'],
      [join('..', 'other', 'secret'), join('..', 'other'), 'outside'],
    ] as const) {
      await expect(readPlainFile(root, name, 100), name).rejects.toEqual(refused(join(root, path), kind));
    }
    await expect(listPlainFolder(root, 'folder')).rejects.toEqual(refused(join(root, 'folder'), 'outside'));
    // One that leads to another place in the same folder is the person's own affair.
    await symlink(join(root, 'samples'), join(root, 'inside'));
    await writeFile(join(root, 'samples', 'a'), 'contents');
    expect(await readPlainText(root, join('inside', 'a'), 100)).toBe('contents');
    expect([...(await listPlainFolder(root, 'inside'))].sort()).toEqual(['a', 'up']);
  });

  it('is no folder, pipe, device or socket, and none of them is waited for', async () => {
    const { root } = await folders();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      for (const [name, kind] of [
        ['samples', 'folder'],
        ['pipe', 'special'],
        ['socket', 'special'],
      ] as const) {
        await expect(readPlainFile(root, name, 100), name).rejects.toEqual(refused(join(root, name), kind));
      }
    } finally {
      server.close();
    }
    await expect(readPlainFile('/dev', 'zero', 100)).rejects.toEqual(refused('/dev/zero', 'special'));
  });

  it('is not read when it is larger than such a file can be', async () => {
    const { root } = await folders();
    const path = join(root, 'run.json');
    await writeFile(path, '{}');
    await truncate(path, 2 ** 40);
    await expect(readPlainFile(root, 'run.json', 1_000_000)).rejects.toMatchObject({
      code: 'file-too-large',
      data: { path, bytes: 2 ** 40, limit: 1_000_000 },
    });
  });

  it('is read as long as it was when it was opened', async () => {
    const { root } = await folders();
    await writeFile(join(root, 'log'), 'one\n');
    const file = await openPlainFile(root, 'log');
    await appendFile(join(root, 'log'), 'two\n');
    expect((await file.stat()).size).toBe(8);
    await file.close();
    expect(await readPlainText(root, 'log', 100)).toBe('one\ntwo\n');
  });

  it('that is not there is told as the system tells it', async () => {
    const { root } = await folders();
    await expect(readPlainFile(root, 'none', 100)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readPlainFile(root, join('none', 'none'), 100)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('before writing', () => {
  it('names that lead elsewhere are refused, and those that are not there yet are not', async () => {
    const { root, other } = await folders();
    await requirePlain(root, { folders: ['samples', 'checkpoints'], files: ['metrics.jsonl'] });
    await symlink(other, join(root, 'checkpoints'));
    await expect(requirePlain(root, { folders: ['samples', 'checkpoints'] })).rejects.toEqual(
      refused(join(root, 'checkpoints'), 'link'),
    );
    await symlink(join(other, 'secret'), join(root, 'metrics.jsonl'));
    await expect(requirePlain(root, { files: ['metrics.jsonl'] })).rejects.toEqual(
      refused(join(root, 'metrics.jsonl'), 'link'),
    );
    await writeFile(join(root, 'file'), '');
    await expect(requirePlain(root, { folders: ['file'] })).rejects.toEqual(refused(join(root, 'file'), 'special'));
    await expect(requirePlain(root, { files: ['samples'] })).rejects.toEqual(refused(join(root, 'samples'), 'folder'));
  });
});
