/** Decodes pairs and writes their records where they belong: the pixels never leave the process that made them. */
import { open } from 'node:fs/promises';
import type { PairFile, PictureRecipe } from '../contract/dataset';
import { writeError } from '../contract/errors';
import { decodePair } from './decode-pair';
import { inParallel } from './in-parallel';
import { recordHash } from './store';

export interface PackRequest {
  readonly recipe: PictureRecipe;
  /** Side of both squares, in pixels. */
  readonly side: number;
  readonly records: readonly RecordPlace[];
}

/** Where the record of a pair goes. */
export interface RecordPlace {
  readonly pair: PairFile;
  /** Path of the shard, which exists. */
  readonly file: string;
  /** Of the record's first byte in it. */
  readonly position: number;
}

export interface PackedRecord {
  /** SHA-256 of the record, in hexadecimal. */
  readonly hash: string;
  /** SHA-256 of each file of the pair, in the order of `filesOfPair`. */
  readonly digests: readonly string[];
}

/** Records under way at once: while one is being decoded, the file of the next is read and the last one written. */
const underWay = 3;

/** @throws AppError `image-…`, `disk-full`, `write-failed` */
export async function packRecords({ recipe, side, records }: PackRequest): Promise<readonly PackedRecord[]> {
  const packed: PackedRecord[] = [];
  await inParallel(records, underWay, async (record, index) => {
    packed[index] = await packRecord(record, recipe, side);
  });
  return packed;
}

async function packRecord(
  { pair, file, position }: RecordPlace,
  recipe: PictureRecipe,
  side: number,
): Promise<PackedRecord> {
  const { input, target, digests } = await decodePair(pair, recipe, side);
  try {
    const shard = await open(file, 'r+');
    try {
      await shard.writev([input, target], position);
    } finally {
      await shard.close();
    }
  } catch (error) {
    throw writeError(file, error);
  }
  return { hash: recordHash(input, target).toString('hex'), digests };
}
