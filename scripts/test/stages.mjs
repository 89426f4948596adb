import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { countPlaywright, countVitest } from './count.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {readonly (readonly string[])[]} commands programs with their arguments, run one after the other
 * @property {string} [report] the JSON file that a test runner leaves
 * @property {(report: any) => import('./count.mjs').Count} [count] reads it
 * @property {string} [needs] a stage without whose success this one cannot run
 */

/** One type check a layer, because each has globals of its own. */
const layers = ['src-main/contract', 'src-main/core', 'src-main', 'src-main/app', 'src-main/preload', '.'];

/** @param {string} path */
const script = (path) => [process.execPath, join(root, 'node_modules', path)];

const reports = join(root, 'test-results', 'reports');

/**
 * @param {string} project
 * @param {readonly string[][]} [first] commands that make what its tests need, so that no test waits for a download
 */
function vitest(project, first = []) {
  const report = join(reports, `${project}.json`);
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    commands: [...first, [...script('vitest/vitest.mjs'), 'run', '--project', project, ...options]],
    report,
    count: countVitest,
  };
}

/** A screen of known size for the windows; elsewhere than on Linux there always is one. */
const screen = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24'] : [];

/** @type {readonly Stage[]} */
export const stages = [
  {
    name: 'format',
    title: 'format (prettier)',
    commands: [[...script('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  },
  {
    name: 'lint',
    title: 'lint (eslint)',
    commands: [[...script('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  },
  {
    name: 'types',
    title: 'types (tsc for each layer, svelte-check)',
    commands: [
      ...layers.map((folder) => [...script('typescript/bin/tsc'), '-p', join(root, folder)]),
      [...script('svelte-check/bin/svelte-check'), '--workspace', join(root, 'src-renderer'), '--fail-on-warnings'],
    ],
  },
  {
    name: 'layers',
    title: 'layers (dependency-cruiser)',
    commands: [
      [
        ...script('dependency-cruiser/bin/dependency-cruise.mjs'),
        'src-main',
        'src-renderer',
        '--output-type',
        'err-long',
      ],
    ],
  },
  {
    name: 'build',
    title: 'build (with the bundle guard)',
    commands: [[process.execPath, join(root, 'scripts', 'build.mjs')]],
  },
  { name: 'unit', title: 'unit tests (vitest)', ...vitest('unit') },
  {
    name: 'integration',
    title: 'integration tests (vitest)',
    needs: 'build',
    ...vitest('integration', [[process.execPath, join(root, 'scripts', 'python-environment.mjs'), 'reference']]),
  },
  {
    name: 'end-to-end',
    title: 'end-to-end tests (playwright, Electron)',
    needs: 'build',
    commands: [[...screen, ...script('@playwright/test/cli.js'), 'test', '--reporter=list,json']],
    report: join(reports, 'end-to-end.json'),
    count: countPlaywright,
  },
];
