import { describe, expect, it } from 'vitest';
import { scaleIn, toPicture, toScreen } from '../../../../src-renderer/logic/fit';

describe('a picture in a box', () => {
  const box = { left: 100, top: 50, width: 400, height: 400 };

  it('fills a box of its own shape', () => {
    const picture = { width: 200, height: 200 };
    expect(scaleIn(box, picture)).toBe(2);
    expect(toPicture(box, picture, { x: 100, y: 50 })).toEqual({ x: 0, y: 0 });
    expect(toPicture(box, picture, { x: 300, y: 450 })).toEqual({ x: 100, y: 200 });
  });

  it('is centred in one of another shape', () => {
    const picture = { width: 400, height: 100 };
    expect(toPicture(box, picture, { x: 100, y: 200 })).toEqual({ x: 0, y: 0 });
    expect(toPicture(box, picture, { x: 500, y: 300 })).toEqual({ x: 400, y: 100 });
    expect(toPicture(box, picture, { x: 100, y: 50 }).y).toBeLessThan(0);
  });

  it('is found again where it is shown', () => {
    const picture = { width: 333, height: 256 };
    const at = { x: 12.5, y: 200.25 };
    const found = toPicture(box, picture, toScreen(box, picture, at));
    expect(found.x).toBeCloseTo(at.x, 9);
    expect(found.y).toBeCloseTo(at.y, 9);
  });
});
