/** Inputs and predictions beside each other: as a page, like the paper's own tools make it, or as one picture. */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeError } from '../contract/errors';
import { htmlText } from '../contract/html';
import { encodePng } from '../data/encode';
import type { Picture } from '../data/picture';
import { resizeSmooth } from '../data/resize-smooth';
import { replaceFile } from '../data/whole-folder';
import type { Predicted } from './predict';
import { sheetPicture } from './predict-inputs';

export const sheetKinds = ['html', 'png'] as const;
export type SheetKind = (typeof sheetKinds)[number];

export interface SheetWords {
  readonly title: string;
  readonly input: string;
  readonly prediction: string;
}

export interface Sheet {
  /** @throws AppError `disk-full`, `write-failed`. */
  add(predicted: Predicted): Promise<void>;
  /** Writes the sheet and gives its path. @throws AppError `disk-full`, `write-failed`. */
  finish(): Promise<string>;
}

/** Pictures larger than this are made smaller for a sheet, in pixels. */
const cellSide = 256;
const pairsPerRow = 4;

/** `index.html` or `sheet.png` in the folder of the predictions. */
export function createSheet(kind: SheetKind, out: string, words: SheetWords): Sheet {
  return kind === 'html' ? htmlSheet(out, words) : pngSheet(out);
}

function htmlSheet(out: string, { title, input, prediction }: SheetWords): Sheet {
  const folder = join(out, 'inputs');
  const rows: string[] = [];
  return {
    async add({ path, input: picture }) {
      await mkdir(folder, { recursive: true }).catch((error: unknown) => {
        throw writeError(folder, error);
      });
      const name = basename(path);
      await replaceFile(join(folder, name), await encodePng(picture));
      const address = encodeURIComponent(name);
      rows.push(
        `<tr><th>${htmlText(name)}</th><td><img src="inputs/${address}" alt=""></td><td><img src="${address}" alt=""></td></tr>`,
      );
    },
    async finish() {
      const path = join(out, 'index.html');
      await replaceFile(
        path,
        `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <title>${htmlText(title)}</title>
    <style>
      :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
      th { font-weight: normal; text-align: left; padding-right: 1rem; }
      img { max-width: min(45vw, 512px); display: block; }
    </style>
  </head>
  <body>
    <h1>${htmlText(title)}</h1>
    <table>
      <tr><th></th><th>${htmlText(input)}</th><th>${htmlText(prediction)}</th></tr>
      ${rows.join('\n      ')}
    </table>
  </body>
</html>
`,
      );
      return path;
    },
  };
}

function pngSheet(out: string): Sheet {
  const cells: Picture[] = [];
  return {
    async add({ input, prediction }) {
      cells.push(await asCell(input), await asCell(prediction));
    },
    async finish() {
      const path = join(out, sheetPicture);
      const columns = Math.min(cells.length, 2 * pairsPerRow);
      const [width, height] = [columns * cellSide, Math.ceil(cells.length / columns) * cellSide];
      const data = new Uint8Array(width * height * 3).fill(255);
      cells.forEach((cell, index) => {
        const [left, top] = [(index % columns) * cellSide, Math.floor(index / columns) * cellSide];
        for (let row = 0; row < cell.height; row++) {
          const line = cell.data.subarray(row * cell.width * 3, (row + 1) * cell.width * 3);
          data.set(line, ((top + row) * width + left) * 3);
        }
      });
      await replaceFile(path, await encodePng({ width, height, data }));
      return path;
    },
  };
}

/** The picture within a cell, its shape kept. */
async function asCell(picture: Picture): Promise<Picture> {
  const scale = Math.min(1, cellSide / Math.max(picture.width, picture.height));
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeSmooth(picture, side(picture.width), side(picture.height));
}
