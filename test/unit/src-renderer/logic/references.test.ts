import { describe, expect, it } from 'vitest';
import { presets } from '../../../../src-main/contract/config';
import { lossNames } from '../../../../src-main/contract/metrics';
import { referencesOf } from '../../../../src-renderer/logic/references';

describe('the reference lines of an undecided discriminator', () => {
  it('are log 2 for its one term and 2 log 2 for two', () => {
    const lines = lossNames.map((name) => referencesOf(name, presets.studio));
    expect(lines).toEqual([
      [],
      [{ value: Math.log(2), label: 'log 2' }],
      [],
      [{ value: 2 * Math.log(2), label: '2 log 2' }],
    ]);
  });

  it('are log 2 for both with preset Paper, which halves the loss of the discriminator', () => {
    expect(referencesOf('disc_loss', presets.paper)).toEqual([{ value: Math.log(2), label: 'log 2' }]);
  });
});
