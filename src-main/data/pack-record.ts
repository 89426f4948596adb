/** Decodes a pair and writes its record where it belongs: the pixels never leave the process that made them. */
import { open } from 'node:fs/promises';
import type { PairFile, PictureRecipe } from '../contract/dataset';
import { writeError } from '../contract/errors';
import { decodePair } from './decode-pair';
import { recordHash } from './store';

export interface PackRequest {
  readonly pair: PairFile;
  readonly recipe: PictureRecipe;
  /** Side of both squares, in pixels. */
  readonly side: number;
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

/** @throws AppError `image-…`, `disk-full`, `write-failed` */
export async function packRecord({ pair, recipe, side, file, position }: PackRequest): Promise<PackedRecord> {
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
