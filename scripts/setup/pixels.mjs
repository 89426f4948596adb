import { join } from 'node:path';
import { addonsFolder, compile, headersVersion, isSameFile, placeFile, sharedFlags } from './compile.mjs';
import { fingerprint } from './fingerprint.mjs';
import { root, setupFolder } from './paths.mjs';
import { tensorflowVersion } from './platforms.mjs';
import { isWhole, makeWhole } from './whole-folder.mjs';

const source = join('src-main', 'native', 'addon', 'pixels.cc');
const folder = join(setupFolder, 'pixels');
const built = join(folder, 'pixels.node');
const placed = join(addonsFolder, 'pixels.node');

/** @type {import('./step.mjs').Step} */
export const pixels = {
  name: 'Pixel addon',
  doing: 'building the addon that decodes and resizes pictures',
  done: () => isWhole(folder, stamp()) && isSameFile(built, placed),
  async run() {
    if (!isWhole(folder, stamp())) await makeWhole(folder, stamp(), build);
    placeFile(built, placed);
  },
};

function stamp() {
  return {
    source: fingerprint(root, [source]),
    tensorflow: tensorflowVersion,
    headers: headersVersion(),
    flags: flags(),
  };
}

/** TensorFlow needs AVX anyway. Products and sums that are not contracted give the same pixels on every machine. */
function flags() {
  const vectors = process.arch === 'x64' ? ['-mavx'] : [];
  return ['-O3', ...vectors, '-ffp-contract=off', ...sharedFlags('pixels')];
}

/** @param {string} target */
async function build(target) {
  await compile([...flags(), join(root, source), '-o', join(target, 'pixels.node')]);
}
