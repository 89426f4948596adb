/** `manifest.json` of an exported generator: how to feed it, and what it was made from. */
import { z } from 'zod';
import { imageSizes, inputSides } from './config';

export const exportFiles = { manifest: 'manifest.json', savedModel: 'saved_model.pb' } as const;

export const exportFormat = 1;

const exportManifestSchema = z.strictObject({
  format: z.literal(exportFormat),
  kind: z.literal('savedmodel'),
  /** Side of the square pictures in pixels. */
  size: z.union(imageSizes.map((size) => z.literal(size))),
  inputSide: z.enum(inputSides),
  /** [batch, height, width, channels] of input and output. */
  layout: z.literal('NHWC'),
  /** Of input and output: byte / 127.5 − 1. */
  valueRange: z.tuple([z.literal(-1), z.literal(1)]),
  /** Statistics of the picture itself, as in training; moving averages are not used. */
  normalisation: z.literal('batch statistics'),
  noise: z.literal(false),
  signature: z.strictObject({ name: z.string(), input: z.string(), output: z.string() }),
  step: z.number().int(),
  sha256: z.string().length(64),
});

export type ExportManifest = Readonly<z.infer<typeof exportManifestSchema>>;

export function parseExportManifest(value: unknown): ExportManifest {
  return exportManifestSchema.parse(value);
}
