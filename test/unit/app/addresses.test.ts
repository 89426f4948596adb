import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountsOf, resolveAddress } from '../../../src-main/app/addresses';

const places = {
  renderer: '/app/out/renderer',
  samplePairs: '/app/assets/sample-pairs',
  runs: '/home/person/data/runs',
};
const resolve = (address: string): string | null => resolveAddress(mountsOf(places), address);

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
