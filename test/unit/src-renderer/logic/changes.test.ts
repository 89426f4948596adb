import { describe, expect, it } from 'vitest';
import { describeChanges } from '../../../../src-renderer/logic/changes';
import { visibleLabels } from '../../../../src-renderer/logic/marks';
import { referencesOf } from '../../../../src-renderer/logic/references';

describe('changes in words', () => {
  it('stand together where they were made after the same step', () => {
    const changes = [
      { step: 40, field: 'lambda', from: 100, to: 60 },
      { step: 40, field: 'learningRate', from: 0.0002, to: 0.00005 },
      { step: 90, field: 'steps', from: 500, to: null },
    ];
    expect(describeChanges(changes, { lambda: 'lambda', learningRate: 'learning rate' })).toEqual([
      { step: 40, label: 'lambda 100 → 60, learning rate 0.0002 → 0.00005' },
      { step: 90, label: 'steps 500 → –' },
    ]);
  });
});

describe('labels on a chart', () => {
  const steps = { first: 0, last: 1000 };
  const mark = (step: number) => ({ step, label: 'lambda 100 → 60' });

  it('are all shown where they have room', () => {
    expect(visibleLabels([mark(200), mark(700)], steps, 400)).toHaveLength(2);
  });

  it('give way to the newer one where they have not', () => {
    expect(visibleLabels([mark(600), mark(700)], steps, 400)).toEqual([mark(700)]);
  });

  it('of steps that are not shown are left out', () => {
    expect(visibleLabels([mark(50), mark(950)], { first: 100, last: 900 }, 400)).toEqual([]);
  });
});

describe('reference lines', () => {
  it('are log 2 for the GAN loss and two of it, times its scale, for the discriminator', () => {
    expect(referencesOf('gen_gan_loss', { discriminatorLossScale: 1 })).toEqual([{ value: Math.LN2, label: 'log 2' }]);
    expect(referencesOf('disc_loss', { discriminatorLossScale: 1 })).toEqual([
      { value: 2 * Math.LN2, label: '2 log 2' },
    ]);
    expect(referencesOf('disc_loss', { discriminatorLossScale: 0.5 })).toEqual([{ value: Math.LN2, label: 'log 2' }]);
    expect(referencesOf('gen_l1_loss', { discriminatorLossScale: 1 })).toEqual([]);
  });
});
