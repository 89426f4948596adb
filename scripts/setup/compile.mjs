/** What the addons have in common: how they are compiled, and where they lie. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { root } from './paths.mjs';
import { SetupError } from './step.mjs';
import { tensorflowFolder, thisPlatform } from './tensorflow.mjs';
import { replace } from './whole-folder.mjs';

export const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');

/** From where addons find TensorFlow's libraries. */
export const addonsFolder = join(packageFolder, 'lib', 'napi-v8');

const headersFolder = join(root, 'node_modules', 'node-api-headers');

export function headersVersion() {
  return versionOf(headersFolder);
}

/** @param {string} folder of an npm package */
export function versionOf(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(version);
}

/**
 * Node-API 8 is what every Node from 18 on and Electron have, so one build serves them all.
 *
 * @param {string} name of the addon
 */
export function sharedFlags(name) {
  const defines = ['-DNAPI_VERSION=8', `-DNODE_GYP_MODULE_NAME=${name}`];
  return ['-std=c++17', '-fPIC', ...defines, ...thisPlatform().linkerFlags];
}

/**
 * Compiles an addon and links it with TensorFlow.
 *
 * @param {readonly string[]} parameters flags, sources and output
 * @throws {SetupError}
 */
export async function compile(parameters) {
  const includes = [join(headersFolder, 'include'), join(tensorflowFolder, 'deps', 'include')];
  const compiler = process.env['CXX'] ?? 'g++';
  const { code } = await run(compiler, [
    ...includes.map((path) => `-I${path}`),
    ...parameters,
    `-L${join(tensorflowFolder, 'deps', 'lib')}`,
    '-ltensorflow',
    '-ltensorflow_framework',
  ]);
  if (code === 0) return;
  throw new SetupError(
    code === 127 ? `There is no C++ compiler ${compiler}.` : 'The addon could not be compiled; the messages are above.',
    'Install a C++17 compiler (on Debian and Ubuntu: apt-get install g++; on macOS: xcode-select --install), then run the same command again.',
  );
}

/**
 * Copies a file to its place, where it is whole or absent.
 *
 * @param {string} from
 * @param {string} to
 */
export function placeFile(from, to) {
  const partial = `${to}.partial`;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, partial);
  replace(partial, to);
}

/**
 * @param {string} one
 * @param {string} other
 */
export function isSameFile(one, other) {
  try {
    return readFileSync(one).equals(readFileSync(other));
  } catch {
    return false;
  }
}
