import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankBitmap, black, copyBitmap, white, type Bitmap } from '../../../../src-renderer/logic/bitmap';
import {
  newDrawing,
  recordChange,
  redoChange,
  replaceBitmap,
  undoChange,
  type Drawing,
} from '../../../../src-renderer/logic/drawing';
import { beginStroke, extendStroke } from '../../../../src-renderer/logic/painting';

function withDot(drawing: Drawing, x: number, y: number): Drawing {
  const stroke = beginStroke(drawing.bitmap, { colour: black, diameter: 5, smooth: true });
  const area = extendStroke(stroke, { x, y }, { x, y });
  return recordChange(drawing, stroke.before, area);
}

const pixels = ({ bitmap }: Drawing): readonly number[] => [bitmap.width, bitmap.height, ...bitmap.data];

describe('undo and redo', () => {
  it('go through every state of a drawing, back and forth, whatever was drawn or opened', () => {
    const action = fc.oneof(
      fc.record({ x: fc.integer({ min: -4, max: 20 }), y: fc.integer({ min: -4, max: 20 }) }),
      fc.record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 8 }), (actions) => {
        let drawing = newDrawing(blankBitmap(16, 10, white));
        const states = [pixels(drawing)];
        for (const each of actions) {
          const next =
            'x' in each
              ? withDot(drawing, each.x, each.y)
              : replaceBitmap(drawing, blankBitmap(each.width, each.height, white));
          if (next !== drawing) {
            drawing = next;
            states.push(pixels(drawing));
          }
        }
        for (const state of states.slice(0, -1).reverse()) {
          drawing = undoChange(drawing);
          expect(pixels(drawing)).toEqual(state);
        }
        expect(undoChange(drawing)).toBe(drawing);
        for (const state of states.slice(1)) {
          drawing = redoChange(drawing);
          expect(pixels(drawing)).toEqual(state);
        }
        expect(redoChange(drawing)).toBe(drawing);
      }),
    );
  });

  it('forgets what was undone when something else is drawn', () => {
    const undone = undoChange(withDot(newDrawing(blankBitmap(8, 8, white)), 2, 2));
    expect(undone.redo).toHaveLength(1);
    expect(withDot(undone, 5, 5).redo).toEqual([]);
  });

  it('keeps a bounded number of bytes, and always the last change', () => {
    const large = (): Bitmap => blankBitmap(4096, 2048, white);
    let drawing = newDrawing(large());
    for (let count = 0; count < 4; count++) {
      drawing = replaceBitmap(drawing, large());
    }
    expect(drawing.undo).toHaveLength(2);
    const huge = replaceBitmap(
      newDrawing({ ...blankBitmap(1, 1, white), data: new Uint8ClampedArray(2 ** 27) }),
      large(),
    );
    expect(huge.undo).toHaveLength(1);
  });

  it('does not change a bitmap that was copied before', () => {
    const drawing = newDrawing(blankBitmap(8, 8, white));
    const before = copyBitmap(drawing.bitmap);
    const undone = undoChange(withDot(drawing, 4, 4));
    expect(undone.bitmap).toEqual(before);
  });
});
