// Whether every export gives the preview's picture in its own runtime, what it weighs, how fast and how large inference is.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { predictInBrowser } from './browser.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { Peer } from './peer.mjs';
import { largestDifference, structuralSimilarity } from './picture-distance.mjs';
import { jsonLines } from './program.mjs';
import { median } from './statistics.mjs';

const usage = `npm run bench:export -- [options]
  --size 256 --filters 64
  --steps 20        of the run that is exported
  --pictures 50     compared
  --webgl 2         of them also on WebGL, which is slow where the processor draws
  --rounds 10       of the latency
  --side 4096       of the large picture
  --only PARTS      some of exports,python,browser,latency,large
  --folder DIR      keeps what is exported there, so that the parts can run one by one
A screen is needed for the browser; on Linux without one: xvfb-run -a npm run bench:export`;

const precisions = ['float32', 'float16'];

/** @typedef {{ format: string, precision: string, bytes: number, seconds: number }} Exported */
/**
 * @typedef {{ side: number, seconds: number, peak_bytes: number, seam_ratio: number,
 *   largest_difference_from_whole: number | null }} Large
 */

/** @param {readonly (readonly string[])[]} rows the first is the header */
function table(rows) {
  const [header = [], ...rest] = rows;
  for (const row of [header, header.map(() => '---'), ...rest]) process.stdout.write(`| ${row.join(' | ')} |\n`);
  process.stdout.write('\n');
}

/** @param {string} path */
async function floats(path) {
  return new Float32Array(new Uint8Array(await readFile(path)).buffer);
}

/**
 * Trains briefly, exports in every format and runs the ONNX models in Node.
 *
 * @param {string} folder
 * @param {{ size: string, filters: string, steps: string, pictures: string }} options
 */
async function makeExports(folder, { size, filters, steps, pictures }) {
  process.env['PIX2PIX_STUDIO_DECODER'] = await bundle('src-main/data/decoder/main.ts', 'decoder');
  const program = await bundle('bench/programs/export.ts', 'export');
  const parameters = ['--size', size, '--filters', filters, '--steps', steps, '--pictures', pictures];
  const lines = /** @type {{ export?: Exported }[]} */ (
    await jsonLines(process.execPath, [program, '--folder', folder, ...parameters])
  );
  const exported = lines.flatMap((line) => line.export ?? []);
  const whole = Object.fromEntries(exported.map(({ format, precision, bytes }) => [`${format} ${precision}`, bytes]));
  table([
    ['format', 'weights', 'MB', 'of float32', 'seconds'],
    ...exported.map(({ format, precision, bytes, seconds }) => [
      format,
      precision,
      (bytes / 1e6).toFixed(1),
      `${((100 * bytes) / Number(whole[`${format} float32`])).toFixed(0)} %`,
      seconds.toFixed(1),
    ]),
  ]);
  await compare(folder, Number(size), [{ title: 'onnxruntime, Node', file: 'onnxruntime-node', first: false }]);
}

/**
 * @param {string} folder
 * @param {{ size: string, pictures: string }} options
 */
async function compareInPython(folder, { size, pictures }) {
  say('TensorFlow, Keras and onnxruntime in Python …');
  const [side, count] = [Number(size), Number(pictures)];
  const jobs = ['savedmodel', 'keras', 'onnx'].flatMap((kind) =>
    precisions.map((precision) => ({
      kind,
      path: join(folder, `${kind}-${precision}`),
      input: join(folder, 'pictures', kind === 'onnx' ? 'inputs-first.f32' : 'inputs.f32'),
      output: join(folder, `${kind}-python-${precision}.f32`),
      shape: kind === 'onnx' ? [count, 3, side, side] : [count, side, side, 3],
      batch: 2,
    })),
  );
  const python = await pythonEnvironment('reference');
  for (const job of jobs) {
    // Each in a process of its own, which gives its memory back.
    await writeFile(join(folder, 'jobs.json'), JSON.stringify([job]));
    await jsonLines(python, [join(root, 'test', 'reference', 'run_exports.py'), join(folder, 'jobs.json')]);
  }
  await compare(folder, side, [
    { title: 'onnxruntime, Python', file: 'onnx-python', first: true },
    { title: 'TensorFlow, Python', file: 'savedmodel-python', first: false },
    { title: 'Keras 3, Python', file: 'keras-python', first: false },
  ]);
}

/**
 * @param {string} folder
 * @param {{ size: string, pictures: string, webgl: string }} options
 */
async function compareInBrowser(folder, { size, pictures, webgl }) {
  say('TF.js in a browser …');
  const count = Number(pictures);
  const backends = [
    { backend: 'wasm', pictures: count },
    { backend: 'webgl', pictures: Math.min(count, Number(webgl)) },
  ];
  const inBrowser = backends.flatMap((how) =>
    precisions.map((precision) => ({
      ...how,
      model: `tfjs-${precision}`,
      output: `tfjs-${how.backend}-${precision}.f32`,
    })),
  );
  const browser = await predictInBrowser(folder, inBrowser, Number(size));
  await compare(folder, Number(size), [
    { title: `TF.js on WebAssembly, ${browser}`, file: 'tfjs-wasm', first: false },
    { title: `TF.js on WebGL, ${browser}`, file: 'tfjs-webgl', first: false },
  ]);
}

/**
 * The runtimes' predictions against the previews.
 *
 * @param {string} folder
 * @param {number} side
 * @param {readonly { title: string, file: string, first: boolean }[]} runtimes first: channels come first
 */
async function compare(folder, side, runtimes) {
  const previews = await floats(join(folder, 'pictures', 'previews.f32'));
  /** @type {string[][]} */
  const rows = [];
  for (const { title, file, first } of runtimes) {
    for (const precision of precisions) {
      const values = await floats(join(folder, `${file}-${precision}.f32`));
      const predicted = first ? channelsLast(values, side) : values;
      const expected = previews.subarray(0, predicted.length);
      const similarity = structuralSimilarity(predicted, expected, side);
      const difference = largestDifference(predicted, expected).toExponential(1);
      rows.push([title, precision, String(predicted.length / (3 * side * side)), difference, similarity.toFixed(6)]);
    }
  }
  table([['runtime', 'weights', 'pictures', 'largest difference', 'SSIM'], ...rows]);
}

/**
 * @param {Float32Array} values [pictures, 3, size, size]
 * @param {number} size
 */
function channelsLast(values, size) {
  const pixels = size * size;
  return values.map((_, at) => {
    const [start, rest] = [at - (at % (3 * pixels)), at % (3 * pixels)];
    return Number(values[start + (rest % 3) * pixels + Math.floor(rest / 3)]);
  });
}

/**
 * @param {string} folder
 * @param {{ size: string, filters: string, rounds: string }} options
 */
async function compareLatency(folder, { size, filters, rounds }) {
  const ours = await bundle('bench/peers/studio-predict.ts', 'studio-predict');
  const environment = { OMP_WAIT_POLICY: 'PASSIVE', PYTHONPATH: join(root, 'bench', 'peers') };
  const pytorch = { program: await pythonEnvironment('peers'), environment };
  const onnx = { program: await pythonEnvironment('reference'), environment };
  const peers = {
    studio: { program: process.execPath, parameters: [ours] },
    pytorch: { ...pytorch, parameters: [join(root, 'bench/peers/pytorch_predict.py')] },
    'pytorch-channels-last': {
      ...pytorch,
      parameters: [join(root, 'bench/peers/pytorch_predict.py'), '--channels-last'],
    },
    onnxruntime: {
      ...onnx,
      parameters: [
        join(root, 'bench/peers/onnxruntime_predict.py'),
        ...['--model', join(folder, 'onnx-float32', 'model.onnx')],
      ],
    },
  };
  for (const batch of ['1', '8']) {
    /** @type {Peer[]} */
    const running = [];
    try {
      for (const [name, how] of Object.entries(peers)) {
        const sizes = ['--size', size, '--filters', filters, '--batch', batch];
        running.push(await Peer.start(name, { ...how, parameters: [...how.parameters, ...sizes] }));
      }
      for (let round = 0; round < Number(rounds); round++) {
        const first = round % running.length;
        for (const peer of [...running.slice(first), ...running.slice(0, first)]) await peer.step();
      }
    } finally {
      for (const peer of running) peer.stop();
    }
    const [studio] = running;
    table([
      [`peer, batch ${batch}`, 'min s', 'median s', 'ours/peer min', 'ours/peer median'],
      ...running.map(({ name, title, seconds }) => [
        `${title} (${name})`,
        Math.min(...seconds).toFixed(3),
        median(seconds).toFixed(3),
        (Math.min(...(studio?.seconds ?? [])) / Math.min(...seconds)).toFixed(2),
        (median(studio?.seconds ?? []) / median(seconds)).toFixed(2),
      ]),
    ]);
  }
}

/** @param {{ side: string, filters: string }} options */
async function measureLarge({ side, filters }) {
  const program = await bundle('bench/programs/large-picture.ts', 'large-picture');
  const large = await jsonLines(process.execPath, [program, '--side', side, '--filters', filters]);
  const compared = await jsonLines(process.execPath, [program, '--side', '1536', '--filters', filters, '--compare']);
  table([
    ['picture', 'seconds', 'peak GiB', 'step across strips / beside', 'largest difference from the whole (of 255)'],
    .../** @type {Large[]} */ ([...large, ...compared]).map((line) => [
      `${String(line.side)}×${String(line.side)}`,
      line.seconds.toFixed(1),
      (line.peak_bytes / 2 ** 30).toFixed(2),
      line.seam_ratio.toFixed(3),
      line.largest_difference_from_whole === null ? '' : String(line.largest_difference_from_whole),
    ]),
  ]);
}

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: {
      ...{ size: text, filters: text, steps: text, pictures: text, webgl: text, rounds: text, side: text },
      ...{ only: text, folder: text },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: true });
  const {
    size = '256',
    filters = '64',
    steps = '20',
    pictures = '50',
    webgl = '2',
    rounds = '10',
    side = '4096',
  } = values;
  const parts = values.only?.split(',') ?? ['exports', 'python', 'browser', 'latency', 'large'];
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'pix2pix-export-')));
  await mkdir(folder, { recursive: true });
  process.stdout.write(`${describeMachine()}\n${size} px, ${filters} filters\n\n`);
  try {
    const isMade = existsSync(join(folder, 'pictures', 'previews.f32'));
    const needsExports = ['python', 'browser', 'latency'].some((part) => parts.includes(part));
    if (parts.includes('exports') || (needsExports && !isMade)) {
      await makeExports(folder, { size, filters, steps, pictures });
    }
    if (parts.includes('python')) await compareInPython(folder, { size, pictures });
    if (parts.includes('browser')) await compareInBrowser(folder, { size, pictures, webgl });
    if (parts.includes('latency')) await compareLatency(folder, { size, filters, rounds });
    if (parts.includes('large')) await measureLarge({ side, filters });
  } finally {
    if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
});
