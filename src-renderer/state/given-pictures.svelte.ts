/** Pictures that become the drawing: files that were opened, dropped or pasted, and the run's own test pictures. */
import type { InputSide } from '../../src-main/contract/config';
import type { ErrorValue } from '../../src-main/contract/errors';
import type { RunGenerators } from '../../src-main/contract/generators';
import { blankBitmap, white } from '../logic/bitmap';
import { loadGivenPicture, loadSamplePart } from '../logic/load-picture';
import { findPalette } from '../logic/palette';
import { canvas, layOut, offerPalette, openBitmap } from './drawing.svelte';

let problem = $state.raw<ErrorValue | null>(null);
/** The run whose colours are offered. */
let paletteOf: string | null = null;

export const givenPictures = {
  /** Why the last picture could not be used; the drawing stays as it was. */
  get problem(): ErrorValue | null {
    return problem;
  },
};

export function dismissGivenProblem(): void {
  problem = null;
}

/**
 * @param size of the run's training pictures
 * @param inputSide the half of a side-by-side pair that is the input
 */
export async function openGivenPicture(file: File, size: number, inputSide: InputSide): Promise<void> {
  try {
    openBitmap(await loadGivenPicture(file, size, inputSide));
    problem = null;
  } catch {
    problem = { code: 'image-format', data: { name: file.name } };
  }
}

export async function openTestPicture(url: string): Promise<void> {
  openBitmap(await loadSamplePart(url, 0));
  problem = null;
}

/**
 * The colours of a run's inputs, and its first test picture where the person has drawn nothing yet. Without samples, a
 * blank sheet.
 */
export async function prepareDrawing({ name, size, testPictures }: RunGenerators): Promise<void> {
  if (paletteOf === name) {
    return;
  }
  paletteOf = name;
  const inputs = await Promise.all(testPictures.map((url) => loadSamplePart(url, 0).catch(() => null)));
  if (paletteOf !== name) {
    return;
  }
  const readable = inputs.filter((input) => input !== null);
  offerPalette(findPalette(readable));
  if (canvas.isUntouched) {
    layOut(readable[0] ?? blankBitmap(size, size, white));
  }
  if (readable.length === 0) {
    // Asked again when there are samples.
    paletteOf = null;
  }
}
