import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from './command.mjs';
import { root, setupFolder } from './paths.mjs';
import { tensorflowVersion } from './platforms.mjs';
import { SetupError } from './step.mjs';
import { tensorflowFolder, thisPlatform } from './tensorflow.mjs';
import { isWhole, makeWhole, replace } from './whole-folder.mjs';

const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
const placedAddon = join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
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
    headers: versionOf(join(root, 'node_modules', 'node-api-headers')),
    flags: flags(),
  };
}

/** @param {string} folder */
function versionOf(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(version);
}

/** Node-API 8 is what every Node from 18 on and Electron have, so one build serves them all. */
function flags() {
  const defines = ['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'];
  return ['-O2', '-std=c++17', '-fPIC', ...defines, ...thisPlatform().linkerFlags];
}

/** @param {string} folder */
async function build(folder) {
  const libraries = join(tensorflowFolder, 'deps', 'lib');
  const sources = readdirSync(join(packageFolder, 'binding')).filter((name) => name.endsWith('.cc'));
  const includes = [
    join(root, 'node_modules', 'node-api-headers', 'include'),
    join(tensorflowFolder, 'deps', 'include'),
    packageFolder,
  ];
  const compiler = process.env['CXX'] ?? 'g++';
  const { code } = await run(compiler, [
    ...flags(),
    ...includes.map((path) => `-I${path}`),
    ...sources.map((name) => join(packageFolder, 'binding', name)),
    `-L${libraries}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-o',
    join(folder, 'tfjs_binding.node'),
  ]);
  if (code === 0) return;
  throw new SetupError(
    code === 127 ? `There is no C++ compiler ${compiler}.` : 'The addon could not be compiled; the messages are above.',
    'Install a C++17 compiler (on Debian and Ubuntu: apt-get install g++; on macOS: xcode-select --install), then run the same command again.',
  );
}

/** The addon is copied, the libraries (860 MB) are linked. */
function place() {
  const partial = `${placedAddon}.partial`;
  mkdirSync(dirname(placedAddon), { recursive: true });
  copyFileSync(builtAddon, partial);
  replace(partial, placedAddon);
  const link = `${placedLibraries}.partial`;
  rmSync(link, { force: true });
  symlinkSync(relative(packageFolder, join(tensorflowFolder, 'deps')), link);
  replace(link, placedLibraries);
}

function isPlaced() {
  try {
    if (!lstatSync(placedLibraries).isSymbolicLink()) return false;
    if (readlinkSync(placedLibraries) !== relative(packageFolder, join(tensorflowFolder, 'deps'))) return false;
    return readFileSync(placedAddon).equals(readFileSync(builtAddon));
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
