import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountsOf, readServed, resolveAddress } from '../../../src-main/app/addresses';
import { temporaryFolder } from '../../support/temporary-folder';

const places = {
  renderer: '/app/out/renderer',
  samplePairs: '/app/assets/sample-pairs',
  runs: '/home/person/data/runs',
};
const resolve = (address: string): string | null => resolveAddress(mountsOf(places), address)?.path ?? null;

describe('resolveAddress', () => {
  it('finds the page and its files', () => {
    expect(resolve('app://studio/')).toBe(join(places.renderer, 'index.html'));
    expect(resolve('app://studio/assets/index-1.js')).toBe(join(places.renderer, 'assets', 'index-1.js'));
  });

  it('finds sample pairs and the samples of runs, with any name', () => {
    expect(resolve('app://studio/sample-pairs/train/ant.png')).toBe(join(places.samplePairs, 'train', 'ant.png'));
    expect(resolve('app://studio/runs/a%20b/samples/step-00000100/0.png')).toBe(
      join(places.runs, 'a b', 'samples', 'step-00000100', '0.png'),
    );
  });

  it('serves pictures only from the folders of pictures', () => {
    expect(resolve('app://studio/sample-pairs/page.html')).toBeNull();
    expect(resolve('app://studio/runs/a/run.json')).toBeNull();
    expect(resolve('app://studio/index.js.map')).toBeNull();
  });

  it.each([
    'app://studio/..%2f..%2fsecret.png',
    'app://studio/sample-pairs/..%2f..%2f..%2fetc%2fsecret.png',
    'app://studio/sample-pairs/..%5c..%5csecret.png',
    'app://studio/runs/a%00.png',
    'app://studio/%ff.png',
    'app://elsewhere/index.html',
    'https://studio/index.html',
  ])('has nothing at %s', (address) => {
    expect(resolve(address)).toBeNull();
  });

  it('stays within the page where the address itself goes up', () => {
    expect(resolve('app://studio/sample-pairs/%2e%2e/../../secret.png')).toBe(join(places.renderer, 'secret.png'));
  });
});

describe('readServed', () => {
  const own = join(__dirname, '..', '..', '..', 'assets', 'sample-pairs');

  it('reads the pictures of a run, and nothing that a run leads to', async () => {
    const runs = join(await temporaryFolder(), 'runs');
    const run = join(runs, 'r1');
    await mkdir(join(run, 'samples', 'step-00000001'), { recursive: true });
    await writeFile(join(run, 'samples', 'step-00000001', '0.png'), 'a picture');
    await symlink('/etc/passwd', join(run, 'evil.png'));
    await symlink('/etc', join(run, 'evil'));
    await symlink('/dev/zero', join(run, 'zero.png'));
    await mkdir(join(run, 'folder.png'));
    execFileSync('mkfifo', [join(run, 'pipe.png')]);
    await symlink('/etc', join(runs, 'r2'));
    const mounts = mountsOf({ renderer: own, samplePairs: own, runs });
    const read = async (path: string): Promise<string> => {
      const file = resolveAddress(mounts, `app://studio/runs/${path}`);
      return file === null ? 'nothing' : (await readServed(file)).toString();
    };
    expect(await read('r1/samples/step-00000001/0.png')).toBe('a picture');
    for (const [path, kind] of [
      ['r1/evil.png', 'link'],
      ['r1/evil/x.png', 'outside'],
      ['r1/zero.png', 'link'],
      ['r1/folder.png', 'folder'],
      ['r1/pipe.png', 'special'],
      ['r2/x.png', 'outside'],
    ] as const) {
      await expect(read(path), path).rejects.toMatchObject({ code: 'file-refused', data: { kind } });
    }
  });

  it('takes no file thread for good, however many pipes are asked for', async () => {
    const runs = await temporaryFolder();
    await mkdir(join(runs, 'r1'));
    execFileSync('mkfifo', [join(runs, 'r1', 'pipe.png')]);
    const mounts = mountsOf({ renderer: own, samplePairs: own, runs });
    const pipe = resolveAddress(mounts, 'app://studio/runs/r1/pipe.png');
    const page = resolveAddress(mounts, 'app://studio/sample-pairs/train/ant.png');
    if (pipe === null || page === null) {
      throw new Error('An address was not found.');
    }
    const refused = await Promise.allSettled(Array.from({ length: 20 }, () => readServed(pipe)));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    expect((await readServed(page).catch(() => null)) ?? 'no such sample').toBeTruthy();
  });
});
