/** `index.json` of a packed store: which pairs it has, where each record lies, and what it must hash to. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { splits, type Split } from '../contract/dataset';

export const storeFormat = 5;
export const indexFile = 'index.json';

/** Of a record's hash and of its source. */
export const hashBytes = 16;

/** A file of records of the same length. */
export interface Shard {
  readonly file: string;
  readonly records: number;
}

/** The records of one split. */
export interface SplitIndex {
  /** Of the pairs, in the report's order. */
  readonly names: readonly string[];
  /** What each record was made of, as `recordSource` says; `hashBytes` each. */
  readonly sources: Uint8Array;
  /** Hash of each record, as `recordHash` says; `hashBytes` each. */
  readonly hashes: Uint8Array;
  /** Where each record lies, counted over all shards. */
  readonly slots: Uint32Array;
  readonly shards: readonly Shard[];
}

export interface StoreIndex {
  readonly format: typeof storeFormat;
  /** Of the dataset. */
  readonly fingerprint: string;
  /** Equal for stores whose records are made in the same way, so that one can take records from another. */
  readonly family: string;
  readonly size: number;
  readonly jitterSize: number;
  readonly splits: Readonly<Record<Split, SplitIndex>>;
}

const base64 = z.string().transform((text): Uint8Array => Buffer.from(text, 'base64'));

/** As text in base64: a number for each pair would make the index of a large dataset many times larger. */
const splitSchema = z
  .strictObject({
    names: z.array(z.string()),
    sources: base64,
    hashes: base64,
    slots: base64,
    shards: z.array(z.strictObject({ file: z.string().regex(/^(train|test)-\d+\.bin$/), records: z.number().int() })),
  })
  .transform(({ slots, ...rest }) => ({
    ...rest,
    slots: new Uint32Array(Uint8Array.from(slots).buffer, 0, slots.length / 4),
  }))
  .refine(({ names, sources, hashes, slots, shards }) => {
    const records = shards.reduce((sum, shard) => sum + shard.records, 0);
    const { length } = names;
    const isComplete = sources.length === length * hashBytes && hashes.length === length * hashBytes;
    return isComplete && slots.length === length && slots.every((slot) => slot < records);
  });

const indexSchema = z.strictObject({
  format: z.literal(storeFormat),
  fingerprint: z.string(),
  family: z.string(),
  size: z.number().int(),
  jitterSize: z.number().int(),
  splits: z.strictObject({ train: splitSchema, test: splitSchema }),
});

/** The index of a store's folder, or null when there is none or it is damaged. */
export async function readIndex(folder: string): Promise<StoreIndex | null> {
  try {
    return indexSchema.parse(JSON.parse(await readFile(join(folder, indexFile), 'utf8')));
  } catch {
    return null;
  }
}

export function encodeIndex(index: StoreIndex): string {
  const encoded = Object.fromEntries(
    splits.map((split) => {
      const { sources, hashes, slots, ...rest } = index.splits[split];
      return [split, { ...rest, sources: toBase64(sources), hashes: toBase64(hashes), slots: toBase64(slots) }];
    }),
  );
  return JSON.stringify({ ...index, splits: encoded });
}

/** The hash or source of one record. */
export function hashAt(hashes: Uint8Array, record: number): Buffer {
  return Buffer.from(hashes.buffer, hashes.byteOffset + record * hashBytes, hashBytes);
}

/** Makes shards of their full length, in which records are written at their places. */
export async function makeShards(folder: string, shards: readonly Shard[], recordBytes: number): Promise<void> {
  for (const { file, records } of shards) {
    const shard = await open(join(folder, file), 'wx');
    try {
      await shard.truncate(records * recordBytes);
    } finally {
      await shard.close();
    }
  }
}

function toBase64({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
