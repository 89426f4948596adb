/** Decodes pairs and writes their records where they belong: the pixels never leave the process that made them. */
import { open, type FileHandle } from 'node:fs/promises';
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

/** Records under way at once: while one is being decoded, the file of the next is read and the last one written. */
const underWay = 3;

/** @throws AppError `image-…`, `disk-full`, `write-failed` */
export async function packRecords({ recipe, side, records }: PackRequest): Promise<readonly PackedRecord[]> {
  const shards = await openShards(new Set(records.map(({ file }) => file)));
  const packed: PackedRecord[] = [];
  try {
    await inParallel(records, underWay, async ({ pair, file, position }, index) => {
      const { input, target, digests } = await decodePair(pair, recipe, side);
      await shards
        .get(file)
        ?.writev([input, target], position)
        .catch((error: unknown) => {
          throw writeError(file, error);
        });
      packed[index] = { hash: recordHash(input, target).toString('hex'), digests };
    });
  } finally {
    await closeShards([...shards.values()]);
  }
  return packed;
}

async function openShards(files: ReadonlySet<string>): Promise<ReadonlyMap<string, FileHandle>> {
  const shards = new Map<string, FileHandle>();
  try {
    for (const file of files) {
      shards.set(file, await open(file, 'r+'));
    }
  } catch (error) {
    await closeShards([...shards.values()]);
    throw writeError([...files].find((file) => !shards.has(file)) ?? '', error);
  }
  return shards;
}

async function closeShards(shards: readonly FileHandle[]): Promise<void> {
  await Promise.all(shards.map((shard) => shard.close()));
}
