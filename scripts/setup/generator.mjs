import { join } from 'node:path';
import { addonsFolder, compile, headersVersion, isSameFile, placeFile, sharedFlags } from './compile.mjs';
import { fingerprint } from './fingerprint.mjs';
import { root, setupFolder } from './paths.mjs';
import { isWhole, makeWhole } from './whole-folder.mjs';

const sources = join('src-main', 'native', 'addon', 'generator');
const folder = join(setupFolder, 'generator');
const built = join(folder, 'generator.node');
const placed = join(addonsFolder, 'generator.node');

/** @type {import('./step.mjs').Step} */
export const generator = {
  name: 'Generator addon',
  doing: 'building the addon that predicts pictures on a processor',
  done: () => isWhole(folder, stamp()) && isSameFile(built, placed),
  async run() {
    if (!isWhole(folder, stamp())) await makeWhole(folder, stamp(), build);
    placeFile(built, placed);
  },
};

function stamp() {
  return { sources: fingerprint(root, [sources]), headers: headersVersion(), flags: [shared(), kernels()] };
}

function shared() {
  return ['-O3', '-pthread', ...sharedFlags('generator')];
}

/** Only of the kernels: the rest says whether the processor has what they need. */
function kernels() {
  return process.arch === 'x64' ? ['-mavx2', '-mfma'] : [];
}

/** @param {string} target */
async function build(target) {
  const object = join(target, 'kernels.o');
  await compile([...shared(), ...kernels(), '-c', join(root, sources, 'kernels.cc'), '-o', object]);
  await compile([...shared(), join(root, sources, 'addon.cc'), object, '-o', join(target, 'generator.node')]);
}
