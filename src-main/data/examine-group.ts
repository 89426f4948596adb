/**
 * Whether the files of a pair are whole, and what they are. Where it is wanted, the pair's record is made of the same
 * decoding, so that a folder that is new is decoded once.
 */
import type { PicturePart, PictureRecipe } from '../contract/dataset';
import { toErrorValue, type Result } from '../contract/errors';
import { defaultBackground, openFile, readImageFile, type OpenFile } from './decode';
import type { Shrink } from './decode-tensorflow';
import type { Examined } from './decoder/protocol';
import { contentDigest } from './fingerprint';
import { readImageHeader } from './header';
import { inParallel } from './in-parallel';
import { isPlainlyNoMap, labelPartsOf } from './label-map';
import { packRecord } from './pack-records';
import { sourceOf } from './pairs';
import { shrinkOf } from './shrink';

export interface ExamineRequest {
  /** How records are made; null where none are wanted. */
  readonly making: RecordMaking | null;
  readonly groups: readonly FileGroup[];
}

export interface RecordMaking {
  /** Its background must be the default one, behind which every file is examined. */
  readonly recipe: PictureRecipe;
  /** Which part of its file the input is, and the target. */
  readonly parts: readonly [PicturePart, PicturePart];
}

/** Files that are examined together. */
export interface FileGroup {
  /** One, or the input's and then the target's. */
  readonly files: readonly NamedFile[];
  /** Where the record of the pair goes; null for none. */
  readonly place: {
    /** Side of both squares, in pixels. */
    readonly side: number;
    /** Path of the shard, which exists. */
    readonly file: string;
    /** Of the record's first byte in it. */
    readonly position: number;
  } | null;
}

export interface NamedFile {
  readonly path: string;
  /** For errors. */
  readonly name: string;
}

export interface ExaminedGroup {
  /** In their order: what each is and the SHA-256 of its contents, or why it cannot be used. */
  readonly files: readonly Result<ExaminedContents>[];
  /** `recordHash` of the record in hexadecimal; null where none was made. */
  readonly hash: string | null;
}

export interface ExaminedContents {
  readonly digest: string;
  readonly examined: Examined;
}

/** Groups under way at once: while one is being decoded, the files of the next ones are read. */
const underWay = 3;

/** Never rejects for a bad file, nor where a record cannot be written. */
export async function examineGroups({ making, groups }: ExamineRequest): Promise<readonly ExaminedGroup[]> {
  const examined: ExaminedGroup[] = [];
  await inParallel(groups, underWay, async (group, index) => {
    examined[index] = await examineGroup(group, making);
  });
  return examined;
}

interface ReadFile extends NamedFile {
  readonly bytes: Uint8Array;
}

interface ExaminedPicture extends ReadFile, OpenFile {
  readonly labelParts: readonly PicturePart[];
}

async function examineGroup({ files, place }: FileGroup, making: RecordMaking | null): Promise<ExaminedGroup> {
  const read = await Promise.all(files.map((file) => resultOf(() => readFile(file))));
  const isWanted = making !== null && place !== null;
  const shrink = isWanted ? expectedShrink(read.flatMap(good), making, place.side) : 1;
  const opened: Result<ExaminedPicture>[] = [];
  try {
    for (const file of read) {
      opened.push(file.ok ? await resultOf(() => openPicture(file.data, shrink)) : file);
    }
    const pictures = opened.flatMap(good);
    const hash = isWanted && pictures.length === files.length ? recordOf(pictures, shrink, making, place) : null;
    return { files: opened.map(described), hash };
  } finally {
    opened.flatMap(good).forEach(({ picture }) => {
      picture.dispose();
    });
  }
}

async function readFile({ path, name }: NamedFile): Promise<ReadFile> {
  return { path, name, bytes: await readImageFile(path, name) };
}

/** Decoding alone finds a file that is cut off, also when it is decoded smaller. */
async function openPicture(file: ReadFile, shrink: Shrink): Promise<ExaminedPicture> {
  const { bytes, name } = file;
  const open = await openFile(bytes, name, defaultBackground, shrink);
  try {
    return { ...file, ...open, labelParts: await labelsIn(file, open, shrink) };
  } catch (error) {
    open.picture.dispose();
    throw error;
  }
}

/** Of a picture that was decoded smaller all pixels are looked at where its smaller ones leave a doubt. */
async function labelsIn({ bytes, name }: ReadFile, { picture }: OpenFile, shrink: Shrink): Promise<PicturePart[]> {
  if (shrink === 1) {
    return labelPartsOf(picture);
  }
  if (isPlainlyNoMap(picture)) {
    return [];
  }
  const { picture: whole } = await openFile(bytes, name);
  try {
    return labelPartsOf(whole);
  } finally {
    whole.dispose();
  }
}

/** What `shrinkOf` will say of the pair, as far as the files' headers tell. */
function expectedShrink(files: readonly ReadFile[], making: RecordMaking, side: number): Shrink {
  const sized = files.map((file) => ({ ...file, size: readImageHeader(file.bytes) }));
  const known = sized.flatMap(({ size, ...file }) => (size === null ? [] : [{ ...file, ...size }]));
  const pair = known.length === files.length ? pairOf(known, making) : null;
  return pair === null ? 1 : shrinkOf(pair, making.recipe, side);
}

function pairOf(
  [input, target = input]: readonly (NamedFile & { readonly width: number; readonly height: number })[],
  { parts: [inputPart, targetPart] }: RecordMaking,
) {
  return input === undefined || target === undefined
    ? null
    : { input: sourceOf(input, inputPart), target: sourceOf(target, targetPart) };
}

/** Makes and writes a record; it only saves time, so that a full disk is no failure of the examination. */
function recordOf(
  pictures: readonly ExaminedPicture[],
  shrink: Shrink,
  making: RecordMaking,
  place: NonNullable<FileGroup['place']>,
): string | null {
  const pair = pairOf(
    pictures.map(({ path, name, facts: { width, height } }) => ({ path, name, width, height })),
    making,
  );
  if (pair === null || shrinkOf(pair, making.recipe, place.side) !== shrink) {
    return null;
  }
  try {
    return packRecord(
      pictures.map(({ picture }) => picture),
      pair,
      making.recipe,
      place,
    );
  } catch {
    return null;
  }
}

function described(result: Result<ExaminedPicture>): Result<ExaminedContents> {
  if (!result.ok) {
    return result;
  }
  const { bytes, facts, labelParts } = result.data;
  return { ok: true, data: { digest: contentDigest(bytes), examined: { ...facts, labelParts: [...labelParts] } } };
}

function good<T>(result: Result<T>): T[] {
  return result.ok ? [result.data] : [];
}

async function resultOf<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    return { ok: false, error: toErrorValue(error) };
  }
}
