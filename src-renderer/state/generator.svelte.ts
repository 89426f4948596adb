/**
 * The generator of Try it: which checkpoint is open, and what it makes of the drawing. Pictures go over a port of their
 * own to the process that holds it, one at a time: while one is made, only the newest drawing waits.
 */
import type { ErrorValue } from '../../src-main/contract/errors';
import type { RunGenerators } from '../../src-main/contract/generators';
import type { PictureRequest, PredictorEvent } from '../../src-main/contract/predictor';
import { fromRgb, toRgb, type Bitmap } from '../logic/bitmap';
import { createLatestWins } from '../logic/latest-wins';
import { request } from '../studio';
import { canvas } from './drawing.svelte';

/** What the generator made of the drawing. */
export interface Output {
  readonly bitmap: Bitmap;
  /** Of the checkpoint that made it. */
  readonly step: number;
  readonly networkMilliseconds: number;
  /** When the newest change in it was made, on the clock of `performance.now()`. */
  readonly changedAt: number;
}

/** What is under way. */
interface Sent {
  readonly id: number;
  readonly step: number;
  readonly changedAt: number;
}

/** How long the generator stays open after the page was left, in milliseconds. */
const idleTime = 60_000;

let port: MessagePort | null = null;
let idleTimer: number | null = null;
let lastId = 0;
let sent: Sent | null = null;
let changedAt = 0;

let list = $state.raw<RunGenerators | null>(null);
let chosenStep = $state<number | null>(null);
let openedStep = $state<number | null>(null);
let isNoisy = $state(false);
let noiseNumber = $state(0);
let output = $state.raw<Output | null>(null);
let problem = $state.raw<ErrorValue | null>(null);

export const generator = {
  /** Of the run that is tried; null until they are known. */
  get list(): RunGenerators | null {
    return list;
  },
  get chosenStep(): number | null {
    return chosenStep;
  },
  /** A checkpoint was chosen that is not open yet. */
  get isOpening(): boolean {
    return chosenStep !== null && openedStep !== chosenStep && problem === null;
  },
  get isNoisy(): boolean {
    return isNoisy;
  },
  /** Which noise, from 0. */
  get noiseNumber(): number {
    return noiseNumber;
  },
  get output(): Output | null {
    return output;
  },
  /** Why there is no newer output. */
  get problem(): ErrorValue | null {
    return problem;
  },
};

const pictures = createLatestWins(() => {
  if (port === null || openedStep === null) {
    return;
  }
  lastId += 1;
  sent = { id: lastId, step: openedStep, changedAt };
  const { width, height } = canvas.bitmap;
  const message: PictureRequest = {
    id: lastId,
    width,
    height,
    rgb: toRgb(canvas.bitmap).buffer,
    noise: isNoisy ? noiseNumber : null,
  };
  port.postMessage(message);
});

/** Another run, or the same one with newer checkpoints. Keeps the choice where that checkpoint is still there. */
export async function askForGenerators(name: string): Promise<void> {
  if (idleTimer !== null) {
    window.clearTimeout(idleTimer);
    idleTimer = null;
  }
  const result = await request('generators', { name });
  if (!result.ok) {
    problem = result.error;
    return;
  }
  const isOther = list?.name !== name;
  list = result.data;
  const { checkpoints } = list;
  if (isOther) {
    isNoisy = list.noiseAtInference;
    noiseNumber = 0;
    openedStep = null;
    output = null;
  }
  const isKept = !isOther && checkpoints.some(({ step }) => step === chosenStep);
  if (!isKept) {
    chosenStep = checkpoints.find(({ isLatest }) => isLatest)?.step ?? null;
  }
  if (chosenStep !== openedStep) {
    await openCheckpoint();
  }
}

export function chooseCheckpoint(step: number): void {
  if (step !== chosenStep) {
    chosenStep = step;
    void openCheckpoint();
  }
}

/** Opens the chosen checkpoint, again after a failure. */
export async function openCheckpoint(): Promise<void> {
  problem = null;
  const [name, step] = [list?.name, chosenStep];
  if (name === undefined || step === null) {
    return;
  }
  const result = await request('openGenerator', { name, step });
  if (list?.name !== name || chosenStep !== step) {
    return;
  }
  if (result.ok) {
    openedStep = step;
    pictures.reset();
    makePicture();
  } else {
    problem = result.error;
  }
}

export function switchNoise(on: boolean): void {
  isNoisy = on;
  makePicture();
}

/** Another noise. */
export function drawNoise(): void {
  noiseNumber += 1;
  makePicture();
}

/** The drawing has changed, or what is made of it should be. */
export function makePicture(): void {
  changedAt = performance.now();
  if (port !== null && openedStep !== null && canvas.revision > 0) {
    pictures.ask();
  }
}

/** The page is left: some time later the memory that the generator takes is given back; what it made stays. */
export function leaveGenerator(): void {
  idleTimer ??= window.setTimeout(() => {
    idleTimer = null;
    openedStep = null;
    pictures.reset();
    void request('closeGenerator', null);
  }, idleTime);
}

/** A new process holds no generator yet. */
export function receiveGeneratorPort(next: MessagePort): void {
  port = next;
  port.onmessage = (message: MessageEvent<PredictorEvent>) => {
    receive(message.data);
  };
  makePicture();
}

/** The process that held the generator ended unasked. */
export function generatorHasStopped(error: ErrorValue): void {
  openedStep = null;
  pictures.reset();
  problem = error;
}

function receive(event: PredictorEvent): void {
  if (event.type !== 'picture' || sent?.id !== event.id) {
    return;
  }
  const { result } = event;
  if (result.ok) {
    const { width, height, rgb, networkMilliseconds } = result.data;
    const bitmap = fromRgb(width, height, new Uint8Array(rgb));
    output = { bitmap, step: sent.step, networkMilliseconds, changedAt: sent.changedAt };
    problem = null;
  } else {
    problem = result.error;
  }
  pictures.answered();
}
