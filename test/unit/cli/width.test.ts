import { describe, expect, it } from 'vitest';
import { displayWidth, fitColumns, padColumns } from '../../../src-main/cli/width';

describe('width on a terminal', () => {
  it('counts Hangul as two columns and everything else here as one', () => {
    expect(displayWidth('step 1')).toBe(6);
    expect(displayWidth('스텝 1')).toBe(6);
    expect(displayWidth('256×256…')).toBe(8);
  });

  it('cuts before a letter that would not fit whole', () => {
    expect(fitColumns('스텝 1', 3)).toBe('스');
    expect(fitColumns('step', 10)).toBe('step');
  });

  it('pads by columns, not by letters', () => {
    expect(padColumns('짝', 4)).toBe('짝  ');
  });
});
