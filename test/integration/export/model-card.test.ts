/** The model card says what the run was, and its programs do what it says. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonEnvironment } from '../../../scripts/python-environment.mjs';
import type { TrainConfig } from '../../../src-main/contract/config';
import type { ExportOptions } from '../../../src-main/contract/export';
import { decodeImage } from '../../../src-main/data/decode';
import { encodePng } from '../../../src-main/data/encode';
import { toBytes } from '../../../src-main/engine/inference';
import { readRunRecord } from '../../../src-main/runfolder/record';
import { exportTo, makeRun, openLast } from '../../support/exports';
import { noise } from '../../support/pictures';
import { sharedFolder } from '../../support/temporary-folder';

const side = 64;
const picture = noise(side, side, 9);
type Options = Partial<ExportOptions> & Pick<ExportOptions, 'format'>;

let folder: string;
let remove: () => Promise<void>;
let run: string;
let config: TrainConfig;
let preview: Uint8Array;

beforeAll(async () => {
  ({ folder, remove } = await sharedFolder());
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  ({ run, config } = await makeRun(folder, 'studio', { filters: 8 }));
  const generator = await openLast(run, config);
  preview = toBytes(generator.predict({ batch: 1, height: side, width: side, data: picture.data }, null));
  generator.dispose();
});

afterAll(() => remove());

/** A folder with an export, its card, and a picture as `input.png`. */
async function exported(options: Options) {
  const out = join(folder, Object.entries(options).flat().join('-'));
  await exportTo(run, out, { ...options, force: true });
  await writeFile(join(out, 'input.png'), await encodePng(picture));
  return { out, card: await readFile(join(out, 'model-card.md'), 'utf8') };
}

/** The program under a heading of the card. */
function program(card: string, heading: string): string {
  const code = card.split(`### ${heading}\n`)[1]?.split('```')[1] ?? '';
  return code.slice(code.indexOf('\n') + 1);
}

function largestStep(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 999))), 0);
}

const formats = [
  { options: { format: 'savedmodel' }, title: 'TensorFlow SavedModel, weights float32' },
  { options: { format: 'onnx' }, title: 'ONNX, weights float32, opset 17' },
  { options: { format: 'onnx', pictures: 'uint8' }, title: 'ONNX, weights float32, opset 17' },
  { options: { format: 'keras' }, title: 'Keras 3 module with NumPy weights, weights float32' },
  { options: { format: 'onnx', noise: true }, title: 'ONNX, weights float32, opset 17' },
  { options: { format: 'keras', noise: true }, title: 'Keras 3 module with NumPy weights, weights float32' },
] as const;

describe.each(formats)('the card of $options', ({ options, title }) => {
  it('names the dataset, the settings, the metrics and the licences', async () => {
    const { dataset, config: settings } = await readRunRecord(run);
    const { card } = await exported(options);
    const rows = {
      Format: title,
      Dataset: dataset.path.split('/').at(-1),
      Pairs: `${String(dataset.trainPairs)} for training, ${String(dataset.testPairs)} for testing`,
      'Fingerprint (SHA-256)': dataset.fingerprint,
      'Licence of this network': 'not stated',
      'Licence of the pictures': 'not stated',
      Filters: '8',
      'Lambda (L1)': String(settings.lambda),
      'Learning rate': String(settings.learningRate),
      Seed: String(settings.seed),
    };
    for (const [key, value] of Object.entries(rows)) {
      expect(card).toContain(`| ${key} | ${value ?? ''} |`);
    }
    expect(card).toMatch(/\| Mean absolute difference to the target .* \| (\d\.\d{4}|not measured) \|/);
    expect(card).toContain('noise' in options ? 'Noise (dropout) is on' : 'Noise (dropout) is off.');
  });

  it('its Python makes the picture of the preview', async () => {
    const { out, card } = await exported(options);
    await promisify(execFile)(await pythonEnvironment('reference'), ['-c', program(card, 'Python')], { cwd: out });
    const output = await decodeImage(await readFile(join(out, 'output.png')), 'output.png');
    expect(output).toMatchObject({ width: side, height: side });
    if ('noise' in options) {
      expect(largestStep(output.data, preview)).toBeGreaterThan(1);
    } else {
      expect(largestStep(output.data, preview)).toBeLessThanOrEqual(1);
    }
  });
});

it.each([{ format: 'onnx' }, { format: 'onnx', pictures: 'uint8' }, { format: 'onnx', noise: true }] as const)(
  'the JavaScript of %o runs, and its C# has the names and shapes of the model',
  async (options) => {
    const { out, card } = await exported(options);
    const code = program(card, 'JavaScript').replace("'model.onnx'", JSON.stringify(join(out, 'model.onnx')));
    const said: unknown[] = [];
    const console = { log: (value: unknown) => said.push(value) };
    const context = vm.createContext({
      require: createRequire(import.meta.url),
      console,
      Float32Array,
      Uint8Array,
      Math,
    });
    await vm.runInContext(`(async () => {\n${code}\n})()`, context);
    expect(said).toHaveLength(1);
    expect(said[0]).toHaveLength(side * side * 3);
    const isBytes = 'pictures' in options;
    expect(said[0]).toBeInstanceOf(isBytes ? Uint8Array : Float32Array);
    const sharp = program(card, 'C# (Unity)');
    expect(sharp).toContain(
      isBytes ? `{ 1, ${String(side)}, ${String(side)}, 3 }` : `(1, 3, ${String(side)}, ${String(side)})`,
    );
    expect(sharp.includes('noise_1')).toBe('noise' in options);
  },
);
