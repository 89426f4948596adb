/** What is asked of a decoding process, and what it answers. One request at a time, so that its end names the file. */
import { z } from 'zod';
import {
  fits,
  pictureFormats,
  pictureParts,
  resizings,
  roles,
  splits,
  transforms,
  type PairFile,
  type PictureRecipe,
  type PictureSource,
} from '../../contract/dataset';
import type { ErrorValue, Result } from '../../contract/errors';
import type { FileGroup, RecordMaking } from '../examine-group';
import { hashBytes } from '../store-index';

const sourceSchema: z.ZodType<PictureSource> = z.strictObject({
  path: z.string(),
  name: z.string(),
  part: z.enum(pictureParts),
  width: z.number(),
  height: z.number(),
});

const pairSchema: z.ZodType<PairFile> = z.strictObject({
  split: z.enum(splits),
  name: z.string(),
  input: sourceSchema,
  target: sourceSchema,
});

const recipeSchema: z.ZodType<PictureRecipe> = z.strictObject({
  fit: z.enum(fits),
  inputResizing: z.enum(resizings),
  targetResizing: z.enum(resizings),
  transform: z.enum(transforms),
  background: z.string(),
});

const side = z.number().int().min(1);

/** Of a record in a shard. */
const place = { file: z.string(), position: z.number().int().min(0) };

const makingSchema: z.ZodType<RecordMaking> = z.strictObject({
  recipe: recipeSchema,
  parts: z.tuple([z.enum(pictureParts), z.enum(pictureParts)]).readonly(),
});

const groupSchema: z.ZodType<FileGroup> = z.strictObject({
  files: z.array(z.strictObject({ path: z.string(), name: z.string() })).readonly(),
  place: z.strictObject({ side, ...place }).nullable(),
});

export const decoderRequestSchema = z.discriminatedUnion('type', [
  /** The handshake of a utility process. */
  z.strictObject({ type: z.literal('connect'), id: z.number().int() }),
  z.strictObject({
    type: z.literal('examine'),
    id: z.number().int(),
    making: makingSchema.nullable(),
    groups: z.array(groupSchema).readonly(),
  }),
  z.strictObject({ type: z.literal('pair'), id: z.number().int(), pair: pairSchema, recipe: recipeSchema, side }),
  /** As `pair`, for several, but the pixels go straight into a store's shards. */
  z.strictObject({
    type: z.literal('pack'),
    id: z.number().int(),
    recipe: recipeSchema,
    side,
    records: z.array(z.strictObject({ pair: pairSchema, ...place })),
  }),
  /** One side of a pair as a PNG file, for the window. */
  z.strictObject({
    type: z.literal('preview'),
    id: z.number().int(),
    source: sourceSchema,
    role: z.enum(roles),
    recipe: recipeSchema,
    side,
  }),
]);
export type DecoderRequest = z.infer<typeof decoderRequestSchema>;

/** Of a file that was found whole: what it is, and which of its parts look like drawn maps. */
export const examinedSchema = z.strictObject({
  format: z.enum(pictureFormats),
  width: z.number().int(),
  height: z.number().int(),
  channels: z.number().int(),
  bitsPerChannel: z.number().int(),
  labelParts: z.array(z.enum(pictureParts)),
});
export type Examined = Readonly<z.infer<typeof examinedSchema>>;

const bytes = z.instanceof(Uint8Array);
const hash = z.string().length(2 * hashBytes);
const digest = z.string();

const errorShape = z.strictObject({ code: z.string(), data: z.record(z.string(), z.unknown()) });
const error = z.custom<ErrorValue>((value) => errorShape.safeParse(value).success);

/** Parsers of the replies: what decodes untrusted files is not trusted either. */
export const decoderReplies = {
  connect: z.null(),
  examine: z.array(
    z.strictObject({
      files: z.array(
        z.discriminatedUnion('ok', [
          z.strictObject({ ok: z.literal(true), data: z.strictObject({ digest, examined: examinedSchema }) }),
          z.strictObject({ ok: z.literal(false), error }),
        ]),
      ),
      hash: hash.nullable(),
    }),
  ),
  pair: z.strictObject({ input: bytes, target: bytes, digests: z.array(digest) }),
  pack: z.array(z.strictObject({ hash, digests: z.array(digest) })),
  preview: z.strictObject({ png: bytes }),
};

export interface DecoderReply {
  readonly type: 'reply';
  readonly id: number;
  readonly result: Result<unknown>;
}

/** The first word of a process is that it is ready. */
export type DecoderMessage = DecoderReply | { readonly type: 'ready' };
