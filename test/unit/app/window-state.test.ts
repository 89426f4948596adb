import { describe, expect, it } from 'vitest';
import { fitBounds } from '../../../src-main/app/window-state';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const screen = { x: 1440, y: 0, width: 2560, height: 1440 };

describe('where a window may stand', () => {
  it('is where it stood, if that is on a display', () => {
    const bounds = { x: 1600, y: 100, width: 1280, height: 800 };
    expect(fitBounds(bounds, [laptop, screen])).toEqual(bounds);
  });

  it('is nowhere when its display has gone', () => {
    expect(fitBounds({ x: 1600, y: 100, width: 1280, height: 800 }, [laptop])).toBeNull();
    expect(fitBounds({ x: -5000, y: 100, width: 1280, height: 800 }, [laptop, screen])).toBeNull();
    expect(fitBounds({ x: 0, y: 0, width: 1280, height: 800 }, [])).toBeNull();
  });

  it('is wholly within the display that shows most of it', () => {
    expect(fitBounds({ x: 900, y: -40, width: 1000, height: 700 }, [laptop, screen])).toEqual({
      x: 440,
      y: 25,
      width: 1000,
      height: 700,
    });
  });

  it('is no larger than its display', () => {
    expect(fitBounds({ x: 0, y: 0, width: 2560, height: 1440 }, [laptop])).toEqual(laptop);
  });
});
