/** Predicts one large picture in a process of its own: time, peak memory, seams. Prints one line of JSON. */
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { generatorVariables } from '../../src-main/core/variables';
import { createGenerator } from '../../src-main/engine/generator';
import { toBytes } from '../../src-main/engine/inference';
import { predictInStrips } from '../../src-main/engine/strips';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { side: text, filters: text, compare: { type: 'boolean' } } });
  const { side: sideText = '4096', filters = '64', compare = false } = values;
  const side = Number(sideText);
  const architecture = makeTrainConfig('studio', { filters: Number(filters) });
  const generator = await createGenerator(architecture);
  randomise(generator);
  const batch = { batch: 1, height: side, width: side, data: drawing(side) };
  const shapes = new Map(generatorVariables(architecture).map(({ name, shape }) => [name, shape]));
  const weight = (name: string) => ({ shape: shapes.get(name) ?? [], values: () => generator.get(name) });
  const start = performance.now();
  const strips = await predictInStrips(batch, architecture, weight, null);
  const seconds = (performance.now() - start) / 1000;
  const peak = process.resourceUsage().maxRSS * 1024;
  const whole = compare ? toBytes(generator.predict(batch, null)) : null;
  generator.dispose();
  const differences = whole === null ? null : strips.map((value, at) => Math.abs(value - (whole[at] ?? 0)));
  const report = {
    side,
    seconds,
    peak_bytes: peak,
    seam_ratio: seamRatio(strips, side),
    largest_difference_from_whole: differences === null ? null : differences.reduce((a, b) => Math.max(a, b)),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Weights of about a trained network's size. */
function randomise(generator: Awaited<ReturnType<typeof createGenerator>>): void {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (const { name, shape } of generatorVariables(generator.architecture)) {
    const size = shape.reduce((product, length) => product * length, 1);
    const centre = name.endsWith('gamma') ? 1 : 0;
    generator.set(
      name,
      Float32Array.from({ length: size }, () => centre + 0.2 * next()),
    );
  }
}

/** Waves and blocks: light, dark, smooth and sharp in different places. */
function drawing(side: number): Uint8Array {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = (y * side + x) * 3;
      const block = (Math.floor(x / 61) ^ Math.floor(y / 61)) & 1;
      data[at] = 127 + 120 * Math.sin((x * (1 + y / side)) / 40);
      data[at + 1] = (255 * y) / side;
      data[at + 2] = 60 + 130 * block;
    }
  }
  return data;
}

/** Mean step between rows where strips meet, against the mean of those beside: 1 where there is no seam. */
function seamRatio(picture: Uint8Array, side: number): number {
  const row = side * 3;
  const steps = Array.from({ length: side - 1 }, (_, y) => {
    let sum = 0;
    for (let at = y * row; at < (y + 1) * row; at++) {
      sum += Math.abs((picture[at] ?? 0) - (picture[at + row] ?? 0));
    }
    return sum / row;
  });
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const ratios = Array.from({ length: side / 16 - 1 }, (_, index) => {
    const border = 16 * (index + 1) - 1;
    return (steps[border] ?? 0) / mean([steps[border - 2] ?? 0, steps[border + 2] ?? 0]);
  });
  return mean(ratios);
}

void main();
