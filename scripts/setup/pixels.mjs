import { join } from 'node:path';
import { compile, sharedFlags } from './compile.mjs';
import { ownAddon } from './own-addon.mjs';
import { root } from './paths.mjs';
import { tensorflowVersion } from './platforms.mjs';

const sources = join('src-main', 'native', 'addon', 'pixels');

export const pixels = ownAddon({
  file: 'pixels',
  name: 'Pixel addon',
  doing: 'building the addon that decodes and resizes pictures',
  sources,
  flags: () => ({ tensorflow: tensorflowVersion, compiler: flags() }),
  build: (target) => compile([...flags(), join(root, sources, 'addon.cc'), '-o', target]),
});

/**
 * TensorFlow needs AVX anyway. Products and sums that are not contracted give the same pixels on every machine; that
 * nobody looks at what floats signal lets comparisons become vectors.
 */
function flags() {
  const vectors = process.arch === 'x64' ? ['-mavx'] : [];
  return ['-O3', ...vectors, '-ffp-contract=off', '-fno-trapping-math', ...sharedFlags('pixels')];
}
