// The licences of everything that is shipped, read from the packages themselves when the application is built.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/paths.mjs';

/**
 * @typedef {object} Licence
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression
 * @property {string} text of its licence files
 */

/** Files of a package that hold its licence or what it owes to others. */
const licenceFile = /^(licen[cs]e|copying|notice|third.?party)/i;

/** Packages for development that end in what is shipped. */
const shippedTools = ['electron'];

/**
 * All licences in the order of their names: the packages that are shipped, what is in Electron, TensorFlow's library
 * and the sample pairs.
 *
 * @returns {Licence[]}
 */
export function collectLicences() {
  const packages = [...shippedPackages(), ...shippedTools.map((name) => join('node_modules', name))];
  const licences = new Map(
    [...packages.map(ofPackage), chromium(), tensorFlow(), samplePairs()].map((one) => [keyOf(one), one]),
  );
  return [...licences.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.version < b.version ? -1 : 1));
}

/** @param {Licence} licence */
const keyOf = ({ name, version }) => `${name} ${version}`;

/**
 * Folders of the packages that the application needs to run; types are for the compiler only.
 *
 * @returns {string[]}
 */
function shippedPackages() {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path]) => path)
    .filter((path) => !path.includes('node_modules/@types/') && existsSync(join(root, path, 'package.json')));
}

/**
 * @param {string} path
 * @returns {Licence}
 */
function ofPackage(path) {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  // Packages of long ago wrote an object.
  const licence = typeof license === 'string' ? license : String(license?.type ?? 'see the text');
  return { name, version, licence, text: textOf(folder) };
}

/** @returns {Licence} */
function tensorFlow() {
  const folder = join(root, '.setup', 'tensorflow', 'licences');
  const { version } = JSON.parse(readFileSync(join(root, '.setup', 'tensorflow', 'complete.json'), 'utf8'));
  return { name: 'TensorFlow', version: String(version ?? ''), licence: 'Apache-2.0', text: textOf(folder) };
}

/**
 * What Electron contains has thousands of notices, which Electron ships as a file of its own.
 *
 * @returns {Licence}
 */
function chromium() {
  return {
    name: 'Chromium, Node.js and what they contain',
    version: '',
    licence: 'BSD-3-Clause, MIT and others',
    text: 'Their notices are in the file LICENSES.chromium.html beside the application.',
  };
}

/** @returns {Licence} */
function samplePairs() {
  const folder = join(root, 'assets', 'sample-pairs');
  const attribution = readFileSync(join(folder, 'ATTRIBUTION.md'), 'utf8').trim();
  return {
    name: 'Sample pairs (OpenMoji)',
    version: '',
    licence: 'CC-BY-SA-4.0',
    text: `${attribution}\n\n${textOf(folder)}`,
  };
}

/** @param {string} folder */
function textOf(folder) {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim());
  return files.join('\n\n');
}

/** Puts the list beside the application's main bundle. */
export function licencesPlugin() {
  return {
    name: 'licences',
    /** @this {{ emitFile: (file: { type: 'asset', fileName: string, source: string }) => string }} */
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(collectLicences()) });
    },
  };
}
