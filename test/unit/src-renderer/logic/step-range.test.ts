import { describe, expect, it } from 'vitest';
import { pan, select, zoom } from '../../../../src-renderer/logic/step-range';

const whole = { first: 0, last: 1000 };

describe('zoom', () => {
  it('keeps the step under the mouse where it is', () => {
    const range = zoom(whole, whole, 250, 0.5);
    expect(range).toEqual({ first: 125, last: 625 });
    expect(zoom(range ?? whole, whole, 625, 0.5)).toEqual({ first: 375, last: 625 });
  });

  it('out of a part ends with the whole run', () => {
    expect(zoom({ first: 100, last: 800 }, whole, 400, 2)).toBeNull();
    expect(zoom({ first: 900, last: 1000 }, whole, 950, 2)).toEqual({ first: 800, last: 1000 });
  });

  it('goes no closer than ten steps', () => {
    expect(zoom({ first: 100, last: 112 }, whole, 106, 0.1)).toEqual({ first: 101, last: 111 });
    expect(zoom({ first: 0, last: 3 }, { first: 0, last: 3 }, 1, 0.5)).toBeNull();
  });
});

describe('pan', () => {
  it('moves by a share of what is shown and stops at the ends', () => {
    expect(pan({ first: 100, last: 200 }, whole, 0.5)).toEqual({ first: 150, last: 250 });
    expect(pan({ first: 100, last: 200 }, whole, -5)).toEqual({ first: 0, last: 100 });
    expect(pan({ first: 100, last: 200 }, whole, 99)).toEqual({ first: 900, last: 1000 });
  });
});

describe('select', () => {
  it('takes its ends in any order, and widens what is too short', () => {
    expect(select(300, 100, whole)).toEqual({ first: 100, last: 300 });
    expect(select(999, 999, whole)).toEqual({ first: 990, last: 1000 });
  });
});
