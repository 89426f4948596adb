/** Decodes pairs and writes their records where they belong: the pixels never leave the process that made them. */
import { closeSync, openSync, writevSync } from 'node:fs';
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
  /** `recordHash` of it, in hexadecimal. */
  readonly hash: string;
  /** SHA-256 of each file of the pair, in the order of `filesOfPair`. */
  readonly digests: readonly string[];
}

/** Records under way at once: while one is being decoded, the files of the next ones are read. */
const underWay = 3;

/** @throws AppError `image-…`, `disk-full`, `write-failed` */
export async function packRecords({ recipe, side, records }: PackRequest): Promise<readonly PackedRecord[]> {
  const packed: PackedRecord[] = [];
  await inParallel(records, underWay, async ({ pair, file, position }, index) => {
    const { input, target, digests } = await decodePair(pair, recipe, side);
    writeRecord(file, [input, target], position);
    packed[index] = { hash: recordHash(input, target).toString('hex'), digests };
  });
  return packed;
}

/**
 * Writes a record into its shard, which exists.
 *
 * @throws AppError `disk-full`, `write-failed`
 */
export function writeRecord(file: string, squares: readonly Uint8Array[], position: number): void {
  const length = squares.reduce((sum, square) => sum + square.length, 0);
  try {
    const shard = openSync(file, 'r+');
    try {
      if (writevSync(shard, squares, position) < length) {
        // A full disk takes a part and says why when it is given the rest.
        writevSync(shard, [Buffer.concat(squares)], position);
      }
    } finally {
      closeSync(shard);
    }
  } catch (error) {
    throw writeError(file, error);
  }
}
