import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const svelteConfiguration = join(import.meta.dirname, 'svelte.config.mjs');

/** Milliseconds after which a test is taken to hang: no test is to fail because a machine is slow or busy. */
const patience = 600_000;

/** Files one after the other in one process, which loads TensorFlow and the modules once. */
const together = { pool: 'forks', isolate: false, setupFiles: 'test/support/own-environment.ts' } as const;

/** A process for each file. */
const alone = { pool: 'forks', isolate: true } as const;

const unitAlone = [
  // What happens once in a process: the library is loaded, or is not there, and its kernels are registered.
  'test/unit/native/*.test.ts',
  // Registers kernels that do nothing in the place of TensorFlow's.
  'test/unit/core/networks.test.ts',
];

/** Files that take longest although they are short: begun first, so that no core waits for one of them at the end. */
const longest = [
  'integration/run/memory',
  'integration/run/first-run',
  'integration/run/killed',
  'unit/engine/architectures',
  'unit/engine/xla',
  'unit/engine/agreement',
  'unit/data/sample-data',
  'unit/data/resize',
].map((name) => join(import.meta.dirname, 'test', `${name}.test.ts`));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    // Those of a project stay together, as Vitest demands of files that share processes.
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => {
      const own = sorted.filter((file) => file.project === project);
      const isLong = ({ moduleId }: TestSpecification): boolean => longest.includes(moduleId);
      return [...own.filter(isLong), ...own.filter((file) => !isLong(file))];
    });
  }
}

export default defineConfig({
  // Run state in .svelte.ts files is tested too, without a DOM.
  plugins: [svelte({ configFile: svelteConfiguration })],
  test: {
    maxWorkers: 2,
    globalSetup: 'test/support/decoder-bundle.mjs',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...together,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: unitAlone,
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        extends: true,
        test: { ...alone, name: 'unit-alone', include: unitAlone, testTimeout: patience, hookTimeout: patience },
      },
      {
        extends: true,
        test: {
          ...together,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        // At full size: `npm run parity`, not `npm test`.
        extends: true,
        test: { ...alone, name: 'parity', include: ['test/parity/**/*.test.ts'], testTimeout: 1_800_000 },
      },
    ],
  },
});
