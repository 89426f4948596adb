import { describe, expect, it } from 'vitest';
import { presets } from '../../../src-main/contract/config';
import {
  countKerasVariables,
  countParameters,
  discriminatorVariables,
  downWidths,
  generatorVariables,
} from '../../../src-main/core/variables';

const { tutorial, studio, paper } = presets;

describe('parameter counts', () => {
  it('are the tutorial’s, as Keras counts them', () => {
    expect(countKerasVariables(generatorVariables(tutorial))).toBe(54_425_859);
    expect(countParameters(generatorVariables(tutorial))).toBe(54_414_979);
    expect(countKerasVariables(discriminatorVariables(tutorial))).toBe(2_770_433);
    expect(countParameters(discriminatorVariables(tutorial))).toBe(2_768_641);
  });

  it.each([studio, paper])('of preset $preset lack the norm of the bottleneck', (preset) => {
    expect(countParameters(generatorVariables(preset))).toBe(54_414_979 - 2 * 512);
    const names = generatorVariables(preset).map(({ name }) => name);
    expect(names).toContain('generator/down_7/norm/gamma');
    expect(names.filter((name) => name.startsWith('generator/down_8/'))).toEqual(['generator/down_8/kernel']);
    expect(generatorVariables(tutorial).map(({ name }) => name)).toContain('generator/down_8/norm/gamma');
  });
});

describe('variables of a generator of depth 6', () => {
  const norm = (block: string, channels: number): [string, number[]][] => [
    [`generator/${block}/norm/gamma`, [channels]],
    [`generator/${block}/norm/beta`, [channels]],
  ];
  const listed: readonly [string, number[]][] = [
    ['generator/down_1/kernel', [4, 4, 3, 16]],
    ['generator/down_2/kernel', [4, 4, 16, 32]],
    ...norm('down_2', 32),
    ['generator/down_3/kernel', [4, 4, 32, 64]],
    ...norm('down_3', 64),
    ['generator/down_4/kernel', [4, 4, 64, 128]],
    ...norm('down_4', 128),
    ['generator/down_5/kernel', [4, 4, 128, 128]],
    ...norm('down_5', 128),
    ['generator/down_6/kernel', [4, 4, 128, 128]],
    ['generator/up_1/kernel', [4, 4, 128, 128]],
    ...norm('up_1', 128),
    ['generator/up_2/kernel', [4, 4, 128, 256]],
    ...norm('up_2', 128),
    ['generator/up_3/kernel', [4, 4, 64, 256]],
    ...norm('up_3', 64),
    ['generator/up_4/kernel', [4, 4, 32, 128]],
    ...norm('up_4', 32),
    ['generator/up_5/kernel', [4, 4, 16, 64]],
    ...norm('up_5', 16),
    ['generator/last/kernel', [4, 4, 3, 32]],
    ['generator/last/bias', [3]],
  ];

  it('have these names and shapes, in this order', () => {
    const specs = generatorVariables({ ...studio, size: 64, filters: 16 });
    expect(specs.map(({ name, shape }) => [name, shape])).toEqual(listed);
  });

  it('have widths that stop doubling at eight times the filters', () => {
    expect(downWidths({ size: 64, filters: 16 })).toEqual([16, 32, 64, 128, 128, 128]);
    expect(downWidths({ size: 512, filters: 4 })).toEqual([4, 8, 16, 32, 32, 32, 32, 32, 32]);
  });
});

describe('variables of a discriminator', () => {
  it('have these names and shapes, in this order', () => {
    expect(discriminatorVariables({ filters: 16 }).map(({ name, shape }) => [name, shape])).toEqual([
      ['discriminator/down_1/kernel', [4, 4, 6, 16]],
      ['discriminator/down_2/kernel', [4, 4, 16, 32]],
      ['discriminator/down_2/norm/gamma', [32]],
      ['discriminator/down_2/norm/beta', [32]],
      ['discriminator/down_3/kernel', [4, 4, 32, 64]],
      ['discriminator/down_3/norm/gamma', [64]],
      ['discriminator/down_3/norm/beta', [64]],
      ['discriminator/down_4/kernel', [4, 4, 64, 128]],
      ['discriminator/down_4/norm/gamma', [128]],
      ['discriminator/down_4/norm/beta', [128]],
      ['discriminator/last/kernel', [4, 4, 128, 1]],
      ['discriminator/last/bias', [1]],
    ]);
  });
});

it('kernels begin from N(0, 0.02), biases and betas from 0, gammas from 1', () => {
  for (const { name, initializer } of [...generatorVariables(tutorial), ...discriminatorVariables(tutorial)]) {
    const expected = name.endsWith('/kernel')
      ? { kind: 'normal', standardDeviation: 0.02 }
      : { kind: 'constant', value: name.endsWith('/gamma') ? 1 : 0 };
    expect(initializer, name).toEqual(expected);
  }
});
