import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { countPlaywright, countSum, countVitest } from './count.mjs';
import { asNormalUser, canBeNormalUser, giveFolders } from './normal-user.mjs';
import { processorReport } from './processors.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {readonly (readonly string[])[]} commands programs with their arguments, run one after the other
 * @property {string} [report] the JSON file that a test runner leaves
 * @property {(report: unknown) => import('./count.mjs').Count} [count] reads it, and throws when it is no such report
 * @property {readonly string[]} [ahead] a program that makes what `commands` need, and may do so while others run
 * @property {() => void} [prepare] what is to be done just before
 * @property {string} [needs] a stage without whose success this one cannot run
 * @property {boolean} [beside] it keeps one core busy at the mean, so that another such stage can run beside it
 * @property {boolean} [live] what it writes is shown at once, which only one of those that run side by side may have
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
    commands: [...first, [...script('vitest/vitest.mjs'), 'run', '--project', `${project}*`, ...options]],
    report,
    count: countVitest,
  };
}

/** Begun ahead, it is waited for in its stage, and repeated there if it has failed. */
const referencePython = [process.execPath, join(root, 'scripts', 'python-environment.mjs'), 'reference'];

/** A screen of known size for the windows; elsewhere than on Linux there always is one. */
const screen = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24'] : [];

/** Whether the windows are an ordinary user's, in Chromium's sandbox, although root runs the tests. */
const isLowered = canBeNormalUser();

/** All that the tests in the window write, whoever runs them. */
const windowFolder = join(root, 'test-results', 'end-to-end');

/**
 * Those that mount disks and limit memory are marked `@root`, and are root's where root runs the tests.
 *
 * @param {string} name
 * @param {readonly string[]} options of Playwright
 * @param {readonly string[]} [prefix]
 */
function playwright(name, options, prefix = []) {
  const report = join(windowFolder, 'reports', `${name}.json`);
  const tests = [...script('@playwright/test/cli.js'), 'test', '--reporter=list,json', ...options];
  const commands = [[...prefix, ...screen, ...tests]];
  return { commands, report, count: countPlaywright, needs: 'build', beside: true, live: true };
}

/** @type {readonly Stage[]} */
const windowStages = isLowered
  ? [
      {
        name: 'end-to-end',
        title: "end-to-end tests (playwright, Electron's sandbox)",
        ...playwright('as-user', ['--grep-invert', '@root'], asNormalUser(join(windowFolder, 'home'))),
        prepare: () => {
          giveFolders([windowFolder, ...['home', 'reports'].map((name) => join(windowFolder, name))]);
        },
      },
      {
        name: 'end-to-end-root',
        title: 'end-to-end tests that need root',
        ...playwright('as-root', ['--grep', '@root']),
        beside: false,
      },
    ]
  : [
      {
        name: 'end-to-end',
        title: 'end-to-end tests (playwright, Electron)',
        ...playwright('all', []),
      },
    ];

/**
 * Those of one core begin with the longest, so that no core waits for it alone at the end.
 *
 * @type {readonly Stage[]}
 */
export const stages = [
  {
    name: 'lint',
    title: 'lint (eslint)',
    beside: true,
    commands: [[...script('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  },
  {
    name: 'types',
    title: 'types (tsc for each layer, svelte-check)',
    beside: true,
    commands: [
      ...layers.map((folder) => [...script('typescript/bin/tsc'), '-p', join(root, folder)]),
      [...script('svelte-check/bin/svelte-check'), '--workspace', join(root, 'src-renderer'), '--fail-on-warnings'],
    ],
  },
  {
    name: 'format',
    title: 'format (prettier)',
    beside: true,
    commands: [[...script('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  },
  {
    name: 'build',
    title: 'build (with the bundle guard)',
    beside: true,
    commands: [[process.execPath, join(root, 'scripts', 'build.mjs')]],
  },
  {
    name: 'layers',
    title: 'layers (dependency-cruiser)',
    beside: true,
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
  { name: 'unit', title: 'unit tests (vitest)', ...vitest('unit') },
  {
    name: 'processors',
    title: 'numerical tests as on other processors',
    needs: 'build',
    commands: [[process.execPath, join(root, 'scripts', 'processors.mjs'), 'few']],
    report: processorReport,
    count: countSum,
  },
  {
    name: 'integration',
    title: 'integration tests (vitest)',
    needs: 'build',
    // The windows beside it wait more than they compute.
    beside: true,
    ahead: referencePython,
    ...vitest('integration', [referencePython]),
  },
  ...windowStages,
];
