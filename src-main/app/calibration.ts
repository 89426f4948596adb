/** Measures what training costs on this computer, and remembers it. */
import { rmSync } from 'node:fs';
import { z } from 'zod';
import { presets, type TrainConfig } from '../contract/config';
import { measurementOf, measurementSchema, stepCost, type Measurement } from '../contract/cost';
import type { DeviceReport } from '../contract/device';
import type { CostReport } from '../contract/routes';
import { readSmallFile, writeSmallFile } from './small-file';

/** Measurements hold for the machine, the libraries and the program that they were made with. */
const fileSchema = z.strictObject({ machine: z.string(), measurements: z.array(measurementSchema) });

/** What takes longer or more than this is estimated from smaller networks instead. */
const longestStepSeconds = 6;
const largestMemoryShare = 0.6;

export interface Calibration {
  /** Makes one measurement towards the cost of a configuration, in the place of one under way. */
  readonly measure: (config: TrainConfig) => Promise<CostReport>;
  /** Ends a measurement under way: a run needs the machine. */
  readonly cancel: () => void;
  /** Ends a measurement under way and forgets all others: the machine, or what else it does, has changed. */
  readonly forget: () => void;
}

export interface CalibrationOptions {
  /** Path of the file that remembers. */
  readonly path: string;
  readonly isTraining: () => boolean;
  readonly device: () => Promise<DeviceReport>;
  /** Starts a process of its own for each measurement, whose memory then is that of the training alone. */
  readonly startProcess: () => {
    readonly calibrate: (config: TrainConfig) => Promise<Measurement>;
    readonly end: () => void;
  };
}

/**
 * What to measure for a configuration: first, for want of any idea, the small networks of Quick look; then its own, with
 * as large a batch as is sensible. Null when there is nothing to gain.
 */
export function nextToMeasure(
  config: TrainConfig,
  measurements: readonly Measurement[],
  memoryBytes: number,
): TrainConfig | null {
  if (measurementOf(config, measurements) !== null) {
    return null;
  }
  if (measurements.length === 0) {
    const { size, filters } = presets.quick;
    return { ...config, size, filters, batch: 1 };
  }
  for (let batch = config.batch; batch >= 1; batch = Math.floor(batch / 2)) {
    const candidate = { ...config, batch };
    const cost = stepCost(candidate, measurements);
    const isSensible =
      cost !== null && cost.seconds <= longestStepSeconds && cost.bytes <= memoryBytes * largestMemoryShare;
    if (isSensible) {
      return measurementOf(candidate, measurements) === null ? candidate : null;
    }
  }
  return null;
}

/** Nothing is under way. */
export function createCalibration(options: CalibrationOptions): Calibration {
  let underWay: { readonly end: () => void } | null = null;

  function cancel(): void {
    underWay?.end();
    underWay = null;
  }

  async function measureOne(config: TrainConfig): Promise<Measurement | null> {
    const process = options.startProcess();
    underWay = process;
    try {
      return await process.calibrate(config);
    } catch {
      // Cancelled, or too large for this machine; then the estimate stays one from other networks.
      return null;
    } finally {
      process.end();
      underWay = underWay === process ? null : underWay;
    }
  }

  return {
    async measure(config) {
      cancel();
      const device = await options.device();
      const machine = machineOf(device);
      const kept = readSmallFile(options.path, fileSchema);
      const known = kept?.machine === machine ? kept.measurements : [];
      const next = options.isTraining() ? null : nextToMeasure(config, known, device.memoryBytes);
      const measured = next === null ? null : await measureOne(next);
      if (measured === null) {
        return { measurements: known, isDone: true };
      }
      const measurements = [...known, measured];
      remember(options.path, { machine, measurements });
      return { measurements, isDone: nextToMeasure(config, measurements, device.memoryBytes) === null };
    },
    cancel,
    forget() {
      cancel();
      rmSync(options.path, { force: true });
    },
  };
}

function machineOf({ kind, name, cores, memoryBytes, tensorflow, versions }: DeviceReport): string {
  return [kind, name, cores, memoryBytes, tensorflow, versions.studio].join(', ');
}

/** What cannot be remembered is measured again another time. */
function remember(path: string, contents: z.infer<typeof fileSchema>): void {
  try {
    writeSmallFile(path, contents);
  } catch {
    return;
  }
}
