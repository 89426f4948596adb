/** The processors that the numerical tests are run as, whatever this one is. */
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

/**
 * @typedef {object} Processor
 * @property {string} title
 * @property {Readonly<Record<string, string>>} environment
 * @property {readonly string[]} files of tests, as Vitest takes them
 */

const reports = join(root, 'test-results', 'reports');

/** How many tests passed and failed, of all processors together. */
export const processorReport = join(reports, 'processors.json');

/** @param {Processor} processor */
export const reportOf = ({ title }) => join(reports, `processor-${title.replaceAll(/[^a-z0-9]+/gi, '-')}.json`);

/** Whose results are numbers that TensorFlow or our own kernels have computed. */
const numerical = [
  'test/unit/core/',
  'test/unit/engine/',
  'test/unit/graph/',
  'test/integration/cli/determinism.test.ts',
  'test/integration/reference/tutorial.test.ts',
  'test/integration/run/evaluate.test.ts',
  'test/integration/run/predict.test.ts',
  'test/integration/run/resume.test.ts',
  'test/integration/run/run-network.test.ts',
];

/** Some of each kind, for every `npm test`. */
const few = [
  'test/unit/core/matrix-convolutions.test.ts',
  'test/unit/core/winograd.test.ts',
  'test/unit/engine/compiled.test.ts',
  'test/unit/engine/inference.test.ts',
  'test/unit/engine/processor-generator.test.ts',
  'test/integration/run/run-network.test.ts',
];

/**
 * @param {{ instructions: string | null, threads: number, kernels?: 'on' | 'off' }} limits instructions as oneDNN names
 *   them, or null for no limit
 * @param {readonly string[]} files
 * @returns {Processor}
 */
function processor({ instructions, threads, kernels = 'on' }, files) {
  const ownKernels = kernels === 'on' ? '' : ', without our kernels';
  return {
    title: `${instructions ?? 'all'} instructions, ${String(threads)} threads${ownKernels}`,
    environment: {
      ...(instructions === null ? {} : { ONEDNN_MAX_CPU_ISA: instructions }),
      TF_NUM_INTRAOP_THREADS: String(threads),
      PIX2PIX_STUDIO_KERNELS: kernels,
    },
    files,
  };
}

const instructions = ['SSE41', 'AVX2', null];
const threads = [1, 2, 4];

/** @type {readonly Processor[]} */
export const everyProcessor = [
  ...instructions.flatMap((limit) =>
    threads.map((count) => processor({ instructions: limit, threads: count }, numerical)),
  ),
  ...instructions.map((limit) => processor({ instructions: limit, threads: 2, kernels: 'off' }, numerical)),
];

/** @type {readonly Processor[]} */
export const fewProcessors = [
  processor({ instructions: 'AVX2', threads: 4 }, few),
  processor({ instructions: 'SSE41', threads: 1, kernels: 'off' }, few),
];
