import { describe, expect, it } from 'vitest';
import { cropped, paddedTo } from '../../../src-main/engine/padding';

/** A picture whose bytes tell where they were. */
function picture(width: number, height: number): { width: number; height: number; data: Uint8Array } {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, at) => at % 251) };
}

describe('paddedTo', () => {
  it('mirrors about the last row and column', () => {
    const small = picture(3, 3);
    const padded = paddedTo(small, 4);
    expect([padded.width, padded.height]).toEqual([4, 4]);
    const pixel = (of: typeof padded, x: number, y: number): number[] => [
      ...of.data.subarray((y * of.width + x) * 3, (y * of.width + x) * 3 + 3),
    ];
    expect(pixel(padded, 3, 0)).toEqual(pixel(small, 1, 0));
    expect(pixel(padded, 0, 3)).toEqual(pixel(small, 0, 1));
    expect(pixel(padded, 3, 3)).toEqual(pixel(small, 1, 1));
    expect(pixel(padded, 2, 2)).toEqual(pixel(small, 2, 2));
  });

  it.each([
    [5, 7, 8],
    [64, 33, 64],
    [100, 70, 64],
  ])('a picture of %i×%i is itself again when it is cropped', (width, height, multiple) => {
    const original = picture(width, height);
    const padded = paddedTo(original, multiple);
    expect(padded.width % multiple).toBe(0);
    expect(padded.height % multiple).toBe(0);
    expect(cropped(padded, width, height)).toEqual(original);
  });

  it('leaves a picture that fits as it is', () => {
    const fitting = picture(64, 128);
    expect(paddedTo(fitting, 64)).toBe(fitting);
  });
});
