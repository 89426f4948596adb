/** The drawing of Try it. It lives as long as the window: another page, or another run, does not take it away. */
import {
  black,
  blankBitmap,
  clip,
  colourAt,
  copyBitmap,
  emptyArea,
  sameColour,
  union,
  white,
  type Area,
  type Bitmap,
  type Colour,
  type Point,
} from '../logic/bitmap';
import { newDrawing, recordChange, redoChange, replaceBitmap, undoChange, type Drawing } from '../logic/drawing';
import { beginStroke, extendStroke, fill, type Stroke, type Tool } from '../logic/painting';
import type { Palette } from '../logic/palette';

/** A pull of the pointer that has not ended. */
interface Pull {
  readonly stroke: Stroke;
  readonly area: Area;
  readonly at: Point;
}

export const diameters = { minimum: 1, maximum: 40 } as const;

let drawing = $state.raw<Drawing>(newDrawing(blankBitmap(1, 1, white)));
let untouched = true;
/** Counts every change of a pixel, since bitmaps change in place; 0 while there is no picture yet. */
let revision = $state(0);
let tool = $state<Tool>('pen');
let diameter = $state(6);
let colour = $state.raw<Colour>(black);
let paper = $state.raw<Colour>(white);
let palette = $state.raw<Palette | null>(null);
let pull: Pull | null = null;

export const canvas = {
  /** Grows a stroke in place; read `revision` to learn of changes. */
  get bitmap(): Bitmap {
    return drawing.bitmap;
  },
  get revision(): number {
    return revision;
  },
  /** Whether the person has drawn or opened anything yet. */
  get isUntouched(): boolean {
    return untouched;
  },
  get canUndo(): boolean {
    return drawing.undo.length > 0;
  },
  get canRedo(): boolean {
    return drawing.redo.length > 0;
  },
  get tool(): Tool {
    return tool;
  },
  /** Of the pen and the eraser, in pixels. */
  get diameter(): number {
    return diameter;
  },
  get colour(): Colour {
    return colour;
  },
  get palette(): Palette | null {
    return palette;
  },
};

/** The first picture, which is nobody's work yet: it gives way to another run's, and there is nothing to undo. */
export function layOut(bitmap: Bitmap): void {
  drawing = newDrawing(bitmap);
  untouched = true;
  revision += 1;
}

/** The colours to draw with; the most frequent one is the paper. */
export function offerPalette(found: Palette | null): void {
  palette = found;
  const [first, second] = found?.colours ?? [];
  paper = first?.colour ?? white;
  colour = second?.colour ?? (sameColour(paper, black) ? white : black);
}

export function chooseTool(next: Tool): void {
  tool = next;
}

export function chooseDiameter(next: number): void {
  diameter = Math.min(diameters.maximum, Math.max(diameters.minimum, Math.round(next)));
}

/** Whoever chooses a colour while erasing means to draw with it. */
export function chooseColour(next: Colour): void {
  colour = next;
  tool = tool === 'eraser' || tool === 'pick' ? 'pen' : tool;
}

/** The tool touches the picture. */
export function touch(at: Point): void {
  switch (tool) {
    case 'pick':
      chooseColour(colourAt(drawing.bitmap, at) ?? colour);
      break;
    case 'fill': {
      const before = copyBitmap(drawing.bitmap);
      change(recordChange(drawing, before, fill(drawing.bitmap, at, colour)));
      break;
    }
    case 'pen':
    case 'eraser': {
      lift();
      const pen = { colour: tool === 'pen' ? colour : paper, diameter, smooth: palette?.exact !== true };
      pull = { stroke: beginStroke(drawing.bitmap, pen), area: emptyArea, at };
      draw(at);
      break;
    }
  }
}

/** The tool is moved while it touches; nothing otherwise. */
export function draw(to: Point): void {
  if (pull !== null) {
    const area = union(pull.area, extendStroke(pull.stroke, pull.at, to));
    pull = { ...pull, area, at: to };
    untouched = false;
    revision += 1;
  }
}

/** The tool leaves the picture; what it drew is one change. */
export function lift(): void {
  if (pull !== null) {
    const { stroke, area } = pull;
    pull = null;
    change(recordChange(drawing, stroke.before, clip(area, drawing.bitmap)));
  }
}

/** Another picture in the place of the drawing, which an undo brings back. */
export function openBitmap(bitmap: Bitmap): void {
  lift();
  change(replaceBitmap(drawing, bitmap));
}

/** An empty sheet of the same size. */
export function clear(): void {
  openBitmap(blankBitmap(drawing.bitmap.width, drawing.bitmap.height, paper));
}

export function undo(): void {
  lift();
  change(undoChange(drawing));
}

export function redo(): void {
  lift();
  change(redoChange(drawing));
}

function change(next: Drawing): void {
  if (next !== drawing) {
    drawing = next;
    untouched = false;
    revision += 1;
  }
}
