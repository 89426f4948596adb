import { describe, expect, it } from 'vitest';
import { black, blankBitmap, colourAt, copyBitmap, white, type Bitmap } from '../../../../src-renderer/logic/bitmap';
import { beginStroke, extendStroke, fill } from '../../../../src-renderer/logic/painting';

const red = [255, 0, 0] as const;

/** One character a pixel: "#" black, "." white, "+" anything between. */
function shown({ width, height, data }: Bitmap): string[] {
  return Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_column, x) => {
      const value = data[(y * width + x) * 4] ?? NaN;
      return value === 0 ? '#' : value === 255 ? '.' : '+';
    }).join(''),
  );
}

describe('a stroke', () => {
  it('covers what its round tip passes over, and blends at its edge', () => {
    const bitmap = blankBitmap(8, 5, white);
    const stroke = beginStroke(bitmap, { colour: black, diameter: 2, smooth: true });
    const area = extendStroke(stroke, { x: 2.5, y: 2.5 }, { x: 5.5, y: 2.5 });
    expect(shown(bitmap)).toEqual(['........', '.++++++.', '.+####+.', '.++++++.', '........']);
    expect(area).toEqual({ left: 0, top: 0, right: 8, bottom: 5 });
  });

  it('has hard edges where they are asked for, and no gaps however thin it is', () => {
    const bitmap = blankBitmap(6, 6, white);
    const stroke = beginStroke(bitmap, { colour: black, diameter: 1, smooth: false });
    extendStroke(stroke, { x: 0.9, y: 0.9 }, { x: 5.1, y: 5.1 });
    const rows = shown(bitmap);
    expect(rows.join('')).not.toContain('+');
    rows.forEach((row, index) => {
      expect(row[index]).toBe('#');
    });
  });

  it('is the same in many small pulls as in one, because a place is not covered twice', () => {
    const [once, often] = [blankBitmap(30, 12, white), blankBitmap(30, 12, white)];
    const pen = { colour: red, diameter: 5, smooth: true };
    extendStroke(beginStroke(once, pen), { x: 4, y: 6 }, { x: 26, y: 6 });
    const stroke = beginStroke(often, pen);
    for (let x = 4; x < 26; x++) {
      extendStroke(stroke, { x, y: 6 }, { x: x + 1, y: 6 });
    }
    expect(often.data).toEqual(once.data);
  });

  it('stays within the picture and changes nothing outside the area that it names', () => {
    const bitmap = blankBitmap(10, 10, white);
    const before = copyBitmap(bitmap);
    const stroke = beginStroke(bitmap, { colour: black, diameter: 4, smooth: true });
    const { left, top, right, bottom } = extendStroke(stroke, { x: -3, y: 5 }, { x: 3, y: 5 });
    expect([left, top, right, bottom]).toEqual([0, 2, 6, 8]);
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 10; x++) {
        if (x < left || x >= right || y < top || y >= bottom) {
          expect(colourAt(bitmap, { x, y })).toEqual(colourAt(before, { x, y }));
        }
      }
    }
    expect(colourAt(bitmap, { x: 0, y: 5 })).toEqual([0, 0, 0]);
  });
});

describe('fill', () => {
  it('stops at a line and leaves the other side as it is', () => {
    const bitmap = blankBitmap(9, 7, white);
    const line = beginStroke(bitmap, { colour: black, diameter: 1.6, smooth: true });
    extendStroke(line, { x: 4.5, y: -1 }, { x: 4.5, y: 8 });
    const area = fill(bitmap, { x: 1, y: 3 }, red);
    expect(area).toEqual({ left: 0, top: 0, right: 3, bottom: 7 });
    for (let y = 0; y < 7; y++) {
      expect(colourAt(bitmap, { x: 0, y })).toEqual(red);
      expect(colourAt(bitmap, { x: 4, y })).toEqual([0, 0, 0]);
      expect(colourAt(bitmap, { x: 8, y })).toEqual([255, 255, 255]);
    }
  });

  it('ends when it fills with the colour that is there, and does nothing outside', () => {
    const bitmap = blankBitmap(40, 40, white);
    expect(fill(bitmap, { x: 5, y: 5 }, white)).toEqual({ left: 0, top: 0, right: 40, bottom: 40 });
    expect(fill(bitmap, { x: 40, y: 5 }, black).right).toBe(-Infinity);
    expect(bitmap.data.every((value) => value === 255)).toBe(true);
  });
});
