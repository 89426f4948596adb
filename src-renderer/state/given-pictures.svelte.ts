/** Pictures that become the drawing: files that were opened, dropped or pasted, and the run's own test pictures. */
import type { ErrorValue } from '../../src-main/contract/errors';
import type { RunGenerators } from '../../src-main/contract/generators';
import type { PictureFile } from '../../src-main/contract/predictor';
import { blankBitmap, fromRgb, white } from '../logic/bitmap';
import { loadSamplePart } from '../logic/load-picture';
import { findPalette } from '../logic/palette';
import { request } from '../studio';
import { canvas, layOut, offerPalette, openBitmap } from './drawing.svelte';

let problem = $state.raw<ErrorValue | null>(null);
/** Whether inputs are made of given pictures, as the run's dataset made them of its own. */
let transforms = $state(true);
/** The file that the drawing was opened from, until another picture is opened. */
let given: PictureFile | null = null;
/** The run whose colours are offered. */
let paletteOf: string | null = null;

export const givenPictures = {
  /** Why the last picture could not be used; the drawing stays as it was. */
  get problem(): ErrorValue | null {
    return problem;
  },
  get transforms(): boolean {
    return transforms;
  },
};

export function dismissGivenProblem(): void {
  problem = null;
}

/** Opens a picture as the run's training would have shown it to the network. */
export async function openGivenPicture(run: string, file: File): Promise<void> {
  given = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  await showGiven(run);
}

/** Pictures that are given are photographs, or inputs already; the last one is opened again. */
export async function switchTransform(run: string, on: boolean): Promise<void> {
  transforms = on;
  if (given !== null) {
    await showGiven(run);
  }
}

export async function openTestPicture(url: string): Promise<void> {
  openBitmap(await loadSamplePart(url, 0));
  given = null;
  problem = null;
}

async function showGiven(run: string): Promise<void> {
  const file = given;
  if (file === null) {
    return;
  }
  const result = await request('showPicture', { name: run, file, transform: transforms });
  if (given !== file) {
    return;
  }
  if (result.ok) {
    const { width, height, rgb } = result.data;
    openBitmap(fromRgb(width, height, new Uint8Array(rgb)));
    problem = null;
  } else {
    given = null;
    problem = result.error;
  }
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
