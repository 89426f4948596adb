import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../../../src-main/data/build-store';
import { storesFolder } from '../../../src-main/data/cache-folder';
import { inspectDataset } from '../../../src-main/data/inspect';
import { openWholeStore } from '../../../src-main/data/store';
import { writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const maker = fileURLToPath(new URL('build-store.mjs', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const names = ['train/1.png', 'train/2.png', 'train/3.png', 'train/4.png', 'test/1.png'];

test.each([1, 3, names.length])('killed after pair %i, nothing is left that counts as a store', async (stopAfter) => {
  const folder = await temporaryFolder();
  await writePairs(folder, names, 128, 64);
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();

  const child = spawn(process.execPath, [maker, folder, String(stopAfter)], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');

  const left = await readdir(storesFolder());
  expect(left).toHaveLength(1);
  for (const entry of left) {
    expect(entry).toContain('.partial-');
    expect(await openWholeStore(join(storesFolder(), entry))).toBeNull();
  }
  const store = await openStore(await inspectDataset(folder, { seed: 1 }), {
    size: 64,
    jitterSize: 72,
  });
  expect(store.names('train')).toHaveLength(4);
  expect((await store.readPair('test', 0)).input).toHaveLength(64 * 64 * 3);
  await store.close();
});
