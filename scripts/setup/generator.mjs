import { join } from 'node:path';
import { compile, sharedFlags } from './compile.mjs';
import { ownAddon } from './own-addon.mjs';
import { root } from './paths.mjs';

const sources = join('src-main', 'native', 'addon', 'generator');

export const generator = ownAddon({
  file: 'generator',
  name: 'Generator addon',
  doing: 'building the addon that predicts pictures on a processor',
  sources,
  flags: () => [shared(), kernels()],
  async build(target) {
    const object = `${target}.o`;
    await compile([...shared(), ...kernels(), '-c', join(root, sources, 'kernels.cc'), '-o', object]);
    await compile([...shared(), join(root, sources, 'addon.cc'), object, '-o', target]);
  },
});

function shared() {
  return ['-O3', '-pthread', ...sharedFlags('generator')];
}

/** Only of the kernels: the rest says whether the processor has what they need. */
function kernels() {
  return process.arch === 'x64' ? ['-mavx2', '-mfma'] : [];
}
