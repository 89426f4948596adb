/**
 * What the scripts beside the page leave for it. A page that is opened from the disk may not fetch files, but it may run
 * scripts: so the model, its weights and the WebAssembly module lie in scripts, the bytes as base64.
 */
import type { io } from '@tensorflow/tfjs-core';
import type { InputRecipe } from '../../src-main/contract/config';

export interface GivenModel {
  readonly title: string;
  /** Side of the training pictures in pixels. */
  readonly size: number;
  readonly step: number;
  /** What the network was shown of a picture in its training. */
  readonly recipe: InputRecipe;
  readonly topology: io.ModelArtifacts['modelTopology'];
  readonly signature: io.ModelArtifacts['signature'];
  readonly weightSpecs: io.WeightsManifestEntry[];
}

declare global {
  var pix2pixModel: GivenModel | undefined;
  /** Pieces of the weights in their order. */
  var pix2pixWeights: string[] | undefined;
  var pix2pixWasm: string | undefined;
}

/** @throws Error if a script beside the page is missing. */
export function givenModel(): GivenModel {
  if (globalThis.pix2pixModel === undefined) {
    throw new Error('page/model.js');
  }
  return globalThis.pix2pixModel;
}

/** All weights as one buffer; the text is let go. */
export function takeWeights(): ArrayBuffer {
  const pieces = (globalThis.pix2pixWeights ?? []).map(bytesOf);
  globalThis.pix2pixWeights = [];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.buffer;
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    bytes[index] = text.charCodeAt(index);
  }
  return bytes;
}
