/**
 * What is said to and by a predictor process: it holds one generator and makes the pictures of Try it, or writes an
 * export. Requests come from the app; pictures go to and from the window over a MessagePort, past the app.
 */
import { z } from 'zod';
import { exportOptionsSchema, type ExportCheck, type ExportProgress, type ExportResult } from './export';
import type { Result } from './errors';

/** Of a picture's file that goes from one process to another. */
export const largestPictureBytes = 64 * 2 ** 20;

const longestName = 255;

/** A picture's file that a person gave. */
export const pictureFileSchema = z.strictObject({
  name: z.string().max(longestName),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= largestPictureBytes, 'it is too large'),
});
export type PictureFile = z.infer<typeof pictureFileSchema>;

export const predictorRequestSchema = z.discriminatedUnion('type', [
  /** Comes with the MessagePort for the window; the first one is also the handshake. */
  z.strictObject({ type: z.literal('connect'), id: z.number().int() }),
  /** Opens the generator of a checkpoint in the place of the one before. */
  z.strictObject({
    type: z.literal('open'),
    id: z.number().int(),
    run: z.string().min(1),
    /** Of the checkpoint. */
    step: z.number().int().min(0),
    /** Whether a run is being trained meanwhile, which must not be left without memory. */
    besideTraining: z.boolean(),
  }),
  /** Makes of a picture's file what the run's training would have shown its network. */
  z.strictObject({
    type: z.literal('show'),
    id: z.number().int(),
    run: z.string().min(1),
    file: pictureFileSchema,
    transform: z.boolean(),
  }),
  z.strictObject({ type: z.literal('export'), id: z.number().int(), options: exportOptionsSchema }),
  /** Compares an export with the preview of the run that it was made from. */
  z.strictObject({ type: z.literal('check'), id: z.number().int(), run: z.string().min(1), path: z.string().min(1) }),
]);
export type PredictorRequest = z.infer<typeof predictorRequestSchema>;

/** A square of the training size; three bytes a pixel, rows from the top. */
export interface ShownPixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: ArrayBuffer;
}

export interface PredictorReplies {
  connect: null;
  open: { readonly step: number };
  show: ShownPixels;
  export: ExportResult;
  check: ExportCheck;
}

/** Answer to the request of the same `id`. */
export interface PredictorReply {
  readonly type: 'reply';
  readonly id: number;
  readonly result: Result<PredictorReplies[keyof PredictorReplies]>;
}

/** Of a picture to try, in pixels: above it a network takes too long to follow a pen. */
export const largestTriedSide = 1024;

const side = z.number().int().min(1).max(largestTriedSide);

/** A picture for the generator: what the window says over its port. */
export const pictureRequestSchema = z
  .strictObject({
    id: z.number().int(),
    width: side,
    height: side,
    /** Three bytes a pixel, rows from the top. */
    rgb: z.instanceof(ArrayBuffer),
    /** Which noise, from 0 (dropout); null for none. */
    noise: z.number().int().min(0).nullable(),
  })
  .refine(({ width, height, rgb }) => rgb.byteLength === width * height * 3, 'rgb is not width × height × 3 bytes');
export type PictureRequest = z.infer<typeof pictureRequestSchema>;

export interface MadePicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: ArrayBuffer;
  /** What the network itself took. */
  readonly networkMilliseconds: number;
}

/** What comes over the MessagePort. */
export type PredictorEvent =
  /** Answers the picture of the same `id`. */
  | { readonly type: 'picture'; readonly id: number; readonly result: Result<MadePicture> }
  | { readonly type: 'exporting'; readonly progress: ExportProgress };
