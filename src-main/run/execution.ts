/** How this machine trains fastest: measured once for each configuration, and remembered in the cache. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { precisions, presets, type Execution, type Precision, type TrainConfig } from '../contract/config';
import type { DeviceReport } from '../contract/device';
import { AppError } from '../contract/errors';
import { calibrationsFolder } from '../data/cache-folder';
import { replaceFile } from '../data/whole-folder';
import { deviceReport } from '../engine/device';
import { fastestExecution, measureExecutions, plainest, type Timing } from '../engine/measure-execution';
import { modelConfig } from './model-config';
import { prettyJson } from './pretty-json';

const calibrationSchema = z.object({
  /** What it holds for. */
  key: z.string(),
  timings: z.array(z.object({ precision: z.enum(precisions), xla: z.enum(['off', 'on']), seconds: z.number() })),
});

/**
 * The configuration with `auto` replaced by what is fastest here; one without is given back as it is.
 *
 * @throws AppError `native-library-missing`, `precision-missing` for one that is asked for and cannot be had.
 */
export async function chooseExecution(config: TrainConfig): Promise<TrainConfig & Execution> {
  const { precision, xla } = config;
  if (precision !== 'auto') {
    await requirePrecision(precision);
  }
  if (precision !== 'auto' && xla !== 'auto') {
    return { ...config, precision, xla };
  }
  const key = keyOf(await deviceReport(), config);
  const timings = (await remembered(key)) ?? (await measureAs(key, config));
  return { ...config, ...fastestExecution(timings, config) };
}

/** The smallest networks: enough to see whether a step can be computed at all. */
const smallest = { ...presets.quick, ...plainest, size: 64, filters: 4 } as const;

/** A processor says so only when it is to compute: before a run is made of it, a small step is tried. */
async function requirePrecision(precision: Precision): Promise<void> {
  if (precision === 'float32') {
    return;
  }
  const [timing] = await measureExecutions(modelConfig(smallest), { precision, xla: 'off' });
  if (timing === undefined) {
    const { name } = await deviceReport();
    throw new AppError('precision-missing', { precision, device: name });
  }
}

/** Measures this machine as far as the configuration leaves it open, and remembers it in the place of what was measured before. */
export async function measureMachine(config: TrainConfig): Promise<readonly Timing[]> {
  return measureAs(keyOf(await deviceReport(), config), config);
}

async function measureAs(key: string, config: TrainConfig): Promise<readonly Timing[]> {
  const timings = await measureExecutions(modelConfig({ ...config, ...plainest }), config);
  try {
    await mkdir(calibrationsFolder(), { recursive: true });
    await replaceFile(pathOf(key), prettyJson({ key, timings }));
  } catch {
    // What cannot be remembered is measured again another time.
  }
  return timings;
}

async function remembered(key: string): Promise<readonly Timing[] | null> {
  try {
    const kept = calibrationSchema.parse(JSON.parse(await readFile(pathOf(key), 'utf8')));
    return kept.key === key ? kept.timings : null;
  } catch {
    return null;
  }
}

/**
 * Times of steps hold for the processor or GPU and what it is allowed to use, the library, the program, the networks'
 * shape, and what of it was left open.
 */
function keyOf(
  { kind, name, cores, tensorflow, oneDnn, versions }: DeviceReport,
  { size, filters, batch, precision, xla }: TrainConfig,
): string {
  const instructions = process.env['ONEDNN_MAX_CPU_ISA'] ?? '';
  const machine = [kind, name, instructions, cores, tensorflow, oneDnn, versions.studio];
  return ['step', ...machine, size, filters, batch, precision, xla].join(', ');
}

function pathOf(key: string): string {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return join(calibrationsFolder(), `${name}.json`);
}
