import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCalibration, nextToMeasure, type Calibration } from '../../../src-main/app/calibration';
import { presets, type TrainConfig } from '../../../src-main/contract/config';
import { countWeights, stepOperations, type Measurement } from '../../../src-main/contract/cost';
import type { DeviceReport } from '../../../src-main/contract/device';
import { temporaryFolder } from '../../support/temporary-folder';

const memoryBytes = 24e9;
const device: DeviceReport = {
  kind: 'cpu',
  name: 'Test processor',
  cores: 2,
  memoryBytes,
  tensorflow: '2.21.0',
  oneDnn: true,
  versions: { studio: '0.1.0', node: '20', electron: null, tfjs: '4.22.0' },
  platform: 'linux x64',
  problems: [],
};

/** A machine of 120 thousand million operations a second, on which the values of a pair at 256 px take 300 MB. */
function measure({ size, filters, batch, precision, xla }: TrainConfig): Measurement {
  const stepSeconds = stepOperations({ size, filters, batch }) / 120e9;
  const values = 3e8 * batch * (size / 256) ** 2 * (filters / 64);
  const peakBytes = Math.round(4e8 + 16 * countWeights({ size, filters, batch }) + values);
  return { size, filters, batch, precision, xla, stepSeconds, pictureSeconds: 0.1, baseBytes: 4e8, peakBytes };
}

describe('what is measured next', () => {
  const quick = measure(presets.quick);

  it('is the small networks first, for want of any idea', () => {
    expect(nextToMeasure(presets.studio, [], memoryBytes)).toMatchObject({ size: 128, filters: 32, batch: 1 });
  });

  it('is then the configuration itself, and nothing once it is known', () => {
    expect(nextToMeasure(presets.studio, [quick], memoryBytes)).toEqual(presets.studio);
    expect(nextToMeasure(presets.studio, [quick, measure(presets.studio)], memoryBytes)).toBeNull();
    expect(nextToMeasure({ ...presets.studio, lambda: 1, seed: 9 }, [quick, measure(presets.studio)], 1e9)).toBeNull();
  });

  it('is the configuration in its own precision, whatever is known of another', () => {
    const precise: TrainConfig = { ...presets.studio, precision: 'bfloat16' };
    expect(nextToMeasure(precise, [quick, measure(presets.studio)], memoryBytes)).toEqual(precise);
  });

  it('has the largest batch that takes no more than a few seconds', () => {
    const huge = { ...presets.studio, batch: 64 };
    expect(nextToMeasure(huge, [quick], memoryBytes)).toMatchObject({ size: 256, filters: 64, batch: 8 });
    expect(nextToMeasure(huge, [quick, measure({ ...huge, batch: 8 })], memoryBytes)).toBeNull();
  });

  it('has no more than fits into the memory', () => {
    expect(nextToMeasure({ ...presets.studio, batch: 8 }, [quick], 4e9)?.batch).toBeLessThan(8);
    expect(nextToMeasure(presets.studio, [quick], 5e8)).toBeNull();
  });
});

describe('calibration', () => {
  async function make(
    given: { training?: boolean; calibrate?: (config: TrainConfig) => Promise<Measurement> } = {},
  ): Promise<{
    path: string;
    calibration: Calibration;
    measured: TrainConfig[];
    ended: () => number;
  }> {
    const path = join(await temporaryFolder(), 'measurements.json');
    const measured: TrainConfig[] = [];
    let ended = 0;
    const calibration = createCalibration({
      path,
      isTraining: () => given.training ?? false,
      device: () => Promise.resolve(device),
      startProcess: () => ({
        calibrate(config) {
          measured.push(config);
          return given.calibrate?.(config) ?? Promise.resolve(measure(config));
        },
        end: () => (ended += 1),
      }),
    });
    return { path, calibration, measured, ended: () => ended };
  }

  it('makes one measurement a request until there is no more to know, and remembers them', async () => {
    const { calibration, measured, ended } = await make();
    expect(await calibration.measure(presets.studio)).toEqual({
      measurements: [measure(presets.quick)],
      isDone: false,
    });
    const all = [measure(presets.quick), measure(presets.studio)];
    expect(await calibration.measure(presets.studio)).toEqual({ measurements: all, isDone: true });
    expect(await calibration.measure(presets.studio)).toEqual({ measurements: all, isDone: true });
    expect(measured).toHaveLength(2);
    // A process of its own for each.
    expect(ended()).toBe(2);
  });

  it('forgets what was measured on another machine', async () => {
    const { calibration, path } = await make();
    await calibration.measure(presets.quick);
    const kept = await readFile(path, 'utf8');
    expect(kept).toContain('Test processor');
    const other = createCalibration({
      path,
      isTraining: () => true,
      device: () => Promise.resolve({ ...device, cores: 64 }),
      startProcess: () => {
        throw new Error('a process was started');
      },
    });
    expect(await other.measure(presets.quick)).toEqual({ measurements: [], isDone: true });
  });

  it('forgets everything when it is asked to, and measures anew', async () => {
    const { calibration, measured } = await make();
    await calibration.measure(presets.quick);
    calibration.forget();
    expect(await calibration.measure(presets.quick)).toEqual({ measurements: [measure(presets.quick)], isDone: true });
    expect(measured).toHaveLength(2);
  });

  it('measures nothing while a run is training', async () => {
    const { calibration, measured } = await make({ training: true });
    expect(await calibration.measure(presets.studio)).toEqual({ measurements: [], isDone: true });
    expect(measured).toEqual([]);
  });

  it('ends what is under way when it is cancelled or asked about something else', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { calibration, ended } = await make({
      calibrate: () => new Promise((_resolve, reject) => (fail = reject)),
    });
    const under = calibration.measure(presets.studio);
    await new Promise((resolve) => setImmediate(resolve));
    calibration.cancel();
    expect(ended()).toBe(1);
    fail(new Error('the process was ended'));
    expect(await under).toEqual({ measurements: [], isDone: true });
  });
});
