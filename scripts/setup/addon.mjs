import { lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './command.mjs';
import {
  addonsFolder,
  compile,
  headersVersion,
  isSameFile,
  packageFolder,
  placeFile,
  sharedFlags,
  versionOf,
} from './compile.mjs';
import { setupFolder } from './paths.mjs';
import { tensorflowVersion } from './platforms.mjs';
import { SetupError } from './step.mjs';
import { tensorflowFolder } from './tensorflow.mjs';
import { isWhole, makeWhole, replace } from './whole-folder.mjs';

const placedAddon = join(addonsFolder, 'tfjs_binding.node');
const placedLibraries = join(packageFolder, 'deps');

const addonFolder = join(setupFolder, 'addon');
const builtAddon = join(addonFolder, 'tfjs_binding.node');

/** @type {import('./step.mjs').Step} */
export const addon = {
  name: 'TensorFlow addon',
  doing: 'building the addon of @tensorflow/tfjs-node-gpu from its sources and placing it',
  done: () => isWhole(addonFolder, stamp()) && isPlaced(),
  async run() {
    if (!isWhole(addonFolder, stamp())) await makeWhole(addonFolder, stamp(), build);
    place();
    await checkThatItLoads();
  },
};

function stamp() {
  return {
    tensorflow: tensorflowVersion,
    tfjs: versionOf(packageFolder),
    headers: headersVersion(),
    flags: flags(),
  };
}

function flags() {
  return ['-O2', ...sharedFlags('tfjs_binding')];
}

/** @param {string} folder */
async function build(folder) {
  const sources = readdirSync(join(packageFolder, 'binding')).filter((name) => name.endsWith('.cc'));
  await compile([
    ...flags(),
    `-I${packageFolder}`,
    ...sources.map((name) => join(packageFolder, 'binding', name)),
    ...['-o', join(folder, 'tfjs_binding.node')],
  ]);
}

/** The addon is copied, the libraries (860 MB) are linked. */
function place() {
  placeFile(builtAddon, placedAddon);
  const link = `${placedLibraries}.partial`;
  rmSync(link, { force: true });
  symlinkSync(relative(packageFolder, join(tensorflowFolder, 'deps')), link);
  replace(link, placedLibraries);
}

function isPlaced() {
  try {
    if (!lstatSync(placedLibraries).isSymbolicLink()) return false;
    if (readlinkSync(placedLibraries) !== relative(packageFolder, join(tensorflowFolder, 'deps'))) return false;
    return isSameFile(builtAddon, placedAddon);
  } catch {
    return false;
  }
}

async function checkThatItLoads() {
  const script = `process.stdout.write(require(${JSON.stringify(placedAddon)}).TF_Version)`;
  const { code, output } = await run(process.execPath, ['-e', script], { quiet: true });
  if (code === 0 && output.trim().endsWith(tensorflowVersion)) return;
  throw new SetupError(
    `The addon was built but does not load (code ${String(code)}): ${output.trim()}`,
    'TensorFlow needs a processor with AVX and glibc 2.27 or newer; on such a machine delete the folder .setup and start again.',
  );
}
