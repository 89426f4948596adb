/** Decodes pairs and writes their records where they belong: the pixels never leave the process that made them. */
import { closeSync, openSync, writevSync } from 'node:fs';
import type { PairFile, PictureRecipe } from '../contract/dataset';
import { writeError } from '../contract/errors';
import { squaresOf, withPictures } from './decode-pair';
import { inParallel } from './in-parallel';
import type { ResizablePicture } from './resizable-picture';
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
  await inParallel(records, underWay, async ({ pair, ...place }, index) => {
    packed[index] = await withPictures(pair, recipe, side, (pictures, digests) => {
      return { hash: packRecord(pictures, pair, recipe, { ...place, side }), digests };
    });
  });
  return packed;
}

/** The squares of the record that is being made: arrays of their own would keep V8's collector busy. */
let squares = new Uint8Array(0);

/**
 * Makes the record of a pair whose files are decoded, and writes it into its shard, which exists.
 *
 * @returns `recordHash` of it, in hexadecimal
 * @throws AppError `disk-full`, `write-failed`
 */
export function packRecord(
  pictures: readonly ResizablePicture[],
  pair: Pick<PairFile, 'input' | 'target'>,
  recipe: PictureRecipe,
  { side, file, position }: Omit<RecordPlace, 'pair'> & { readonly side: number },
): string {
  const bytes = side * side * 3;
  if (squares.length < 2 * bytes) {
    squares = new Uint8Array(2 * bytes);
  }
  const into = { input: squares.subarray(0, bytes), target: squares.subarray(bytes, 2 * bytes) };
  const { input, target } = squaresOf(pictures, pair, recipe, side, into);
  writeRecord(file, [input, target], position);
  return recordHash(input, target).toString('hex');
}

function writeRecord(file: string, record: readonly Uint8Array[], position: number): void {
  const length = record.reduce((sum, square) => sum + square.length, 0);
  try {
    const shard = openSync(file, 'r+');
    try {
      if (writevSync(shard, record, position) < length) {
        // A full disk takes a part and says why when it is given the rest.
        writevSync(shard, [Buffer.concat(record)], position);
      }
    } finally {
      closeSync(shard);
    }
  } catch (error) {
    throw writeError(file, error);
  }
}
