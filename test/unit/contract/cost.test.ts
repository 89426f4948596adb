import { describe, expect, it } from 'vitest';
import { presets, type TrainConfig } from '../../../src-main/contract/config';
import {
  countGeneratorWeights,
  countWeights,
  estimateCost,
  measurementOf,
  nearestMeasurement,
  stepOperations,
  type Measurement,
} from '../../../src-main/contract/cost';
import { discriminatorVariables, generatorVariables, countParameters } from '../../../src-main/core/variables';

const measured: Measurement = {
  size: 256,
  filters: 64,
  batch: 1,
  precision: 'float32',
  xla: 'off',
  stepSeconds: 0.7,
  pictureSeconds: 0.1,
  baseBytes: 0.4e9,
  peakBytes: 1.7e9,
};

describe('what networks cost', () => {
  it.each([
    [256, 64],
    [128, 32],
    [512, 16],
    [64, 4],
  ] as const)('has the weights of the real networks at %i px and %i filters', (size, filters) => {
    const architecture = { ...presets.studio, size, filters };
    const real = countParameters([...generatorVariables(architecture), ...discriminatorVariables(architecture)]);
    // Norms and biases are left out.
    const counted = countWeights({ size, filters, batch: 1 });
    expect(counted).toBeLessThan(real);
    expect(counted / real).toBeGreaterThan(0.98);
    const ofGenerator = countParameters(generatorVariables(architecture));
    expect(countGeneratorWeights({ size, filters }) / ofGenerator).toBeGreaterThan(0.98);
    expect(countGeneratorWeights({ size, filters })).toBeLessThan(ofGenerator);
  });

  it('counts the operations of a step by the batch, and nearly by the area and the square of the filters', () => {
    const one = stepOperations({ size: 256, filters: 64, batch: 1 });
    expect(stepOperations({ size: 256, filters: 64, batch: 4 })).toBe(4 * one);
    expect(stepOperations({ size: 512, filters: 64, batch: 1 }) / one).toBeGreaterThan(3.9);
    expect(stepOperations({ size: 512, filters: 64, batch: 1 }) / one).toBeLessThan(4.2);
    expect(stepOperations({ size: 256, filters: 128, batch: 1 }) / one).toBeGreaterThan(3.8);
    // Of one forward pass by hand, in multiplications with additions: layers of stride 2 take the places of the smaller side.
    const macs = (side: number, from: number, to: number): number => 16 * side ** 2 * from * to;
    const discriminator =
      macs(128, 6, 64) + macs(64, 64, 128) + macs(32, 128, 256) + macs(31, 256, 512) + macs(30, 512, 1);
    const deep = [8, 4, 2, 1].map((side) => macs(side, 512, 512));
    const down = macs(128, 3, 64) + macs(64, 64, 128) + macs(32, 128, 256) + macs(16, 256, 512);
    const deepUp = macs(1, 512, 512) + macs(2, 1024, 512) + macs(4, 1024, 512) + macs(8, 1024, 512);
    const up = macs(16, 1024, 256) + macs(32, 512, 128) + macs(64, 256, 64) + macs(128, 128, 3);
    const generator = down + deep.reduce((sum, each) => sum + each, 0) + deepUp + up;
    expect(one).toBe(2 * (3 * generator + 7 * discriminator));
  });
});

describe('an estimate', () => {
  const config: TrainConfig = presets.studio;

  it('needs a measurement', () => {
    expect(estimateCost(config, 200, 40, [])).toBeNull();
  });

  it('of the very networks that were measured has the measured time and memory', () => {
    const estimate = estimateCost(config, 200, 40, [measured]);
    // 30,000 steps; a sample of 8 pictures before the first one and after every 400.
    expect(estimate?.isMeasured).toBe(true);
    expect(estimate?.seconds).toBeCloseTo(30_000 * 0.7 + 76 * 8 * 0.1, 6);
    expect(estimate?.memoryBytes).toBeCloseTo(measured.peakBytes, 0);
    // Checkpoints after 20, 40, … 140 epochs and at the end: five newest and the best stay.
    expect(estimate?.checkpoints).toBe(6);
    expect(estimate?.diskBytes).toBe(6 * 12 * countWeights(config));
  });

  it('of others scales the measured rate by the operations, and says so', () => {
    const estimate = estimateCost({ ...config, batch: 2 }, 200, 40, [measured]);
    expect(estimate?.isMeasured).toBe(false);
    expect(estimate?.stepSeconds).toBeCloseTo(1.4, 9);
    const weights = 16 * countWeights(config);
    const expected = measured.peakBytes + (measured.peakBytes - measured.baseBytes - weights);
    expect(estimate?.memoryBytes).toBeCloseTo(expected, 0);
  });

  it('takes the nearest networks that were measured', () => {
    const small = { ...measured, size: 128, filters: 32, stepSeconds: 0.1 };
    expect(nearestMeasurement({ ...config, size: 128, filters: 48 }, [measured, small])).toBe(small);
    expect(nearestMeasurement({ ...config, size: 512 }, [small, measured])).toBe(measured);
    expect(measurementOf({ ...config, size: 128, filters: 32, batch: 2 }, [measured, small])).toBeNull();
  });

  it('takes networks of the same precision if there are any, even if others are nearer', () => {
    const precise: TrainConfig = { ...config, precision: 'bfloat16' };
    const small: Measurement = { ...measured, size: 128, filters: 32, precision: 'bfloat16', stepSeconds: 0.02 };
    expect(nearestMeasurement(precise, [measured])).toBe(measured);
    expect(nearestMeasurement(precise, [measured, small])).toBe(small);
    expect(measurementOf(precise, [measured])).toBeNull();
    expect(measurementOf({ ...config, xla: 'on' }, [measured])).toBeNull();
    expect(estimateCost(precise, 200, 40, [measured])?.isMeasured).toBe(false);
  });
});
