/** Looks at every file of a dataset: reads it, and has it decoded in another process unless its contents are known. */
import type { DatasetProblem } from '../contract/dataset';
import { AppError, type ErrorCode, type Result } from '../contract/errors';
import type { BegunStore } from './begun-store';
import type { CheckedFiles } from './checked-files';
import { readImageFile } from './decode';
import { DecoderPool } from './decoder/decoder-pool';
import type { Examined } from './decoder/protocol';
import type { ExaminedContents } from './examine-group';
import { contentDigest } from './fingerprint';
import { inBatches, inParallel } from './in-parallel';
import type { ListedFile } from './list-files';
import { isNamedOtherwise } from './picture-format';

export interface ExaminedFile extends Examined {
  readonly name: string;
  readonly path: string;
  /** SHA-256 of the contents. */
  readonly digest: string;
}

export interface Examination {
  /** Of the files that can be used, by path. */
  readonly files: ReadonlyMap<string, ExaminedFile>;
  /** In the files' order. */
  readonly problems: readonly DatasetProblem[];
  readonly notes: readonly DatasetProblem[];
}

/** What is wrong with the program and not with a file. */
const ourFaults: readonly ErrorCode[] = ['native-library-missing', 'unexpected'];

/** A group's files of which nothing is known. */
interface Asked {
  /** Of the group. */
  readonly number: number;
  readonly files: readonly ListedFile[];
  /** Whether nothing is known of any file of the group. */
  readonly isNew: boolean;
}

/**
 * Examines the files of pairs, a few pairs at a time. A bad file is a problem and no error.
 *
 * @param groups the files of each pair
 * @param begun gets the records of the pairs whose files were not known
 * @param progress told after each file
 * @throws AppError `native-library-missing`, and `unexpected` when no process can be started
 */
export async function examineFiles(
  groups: readonly (readonly ListedFile[])[],
  known: CheckedFiles,
  begun: BegunStore | null = null,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Examination> {
  const pool = new DecoderPool();
  const listed = [...new Map(groups.flat().map((file) => [file.path, file])).values()];
  const results = new Map<string, ExaminedFile | DatasetProblem>();
  try {
    const numbered = groups.map((files, number) => ({ number, files }));
    await inParallel(inBatches(numbered, pool.width), pool.width, async (batch) => {
      const asked: Asked[] = [];
      for (const { number, files } of batch) {
        const unknown = await unknownOf(files);
        asked.push({ number, files: unknown, isNew: unknown.length === files.length });
      }
      await examine(asked.filter(({ files }) => files.length > 0));
    });
  } finally {
    pool.close();
  }
  const inOrder = listed.flatMap(({ path }) => results.get(path) ?? []);
  const problems = inOrder.filter((result): result is DatasetProblem => 'error' in result);
  const files = inOrder.filter((result): result is ExaminedFile => 'digest' in result);
  return { files: new Map(files.map((file) => [file.path, file])), problems, notes: files.flatMap(misnamed) };

  function settle(file: ListedFile, result: Result<ExaminedContents>): void {
    const { path, name } = file;
    results.set(
      path,
      result.ok ? { ...result.data.examined, path, name, digest: result.data.digest } : { name, error: result.error },
    );
    progress(results.size, listed.length);
  }

  async function unknownOf(files: readonly ListedFile[]): Promise<readonly ListedFile[]> {
    const unknown: ListedFile[] = [];
    for (const file of files) {
      const contents = known.size === 0 ? null : await knownContents(file, known);
      if (contents === null) {
        unknown.push(file);
      } else {
        settle(file, { ok: true, data: contents });
      }
    }
    return unknown;
  }

  async function examine(asked: readonly Asked[]): Promise<void> {
    if (asked.length === 0) {
      return;
    }
    const making = begun?.making ?? null;
    const request = asked.map(({ number, files, isNew }) => ({
      files: files.map(({ path, name }) => ({ path, name })),
      place: isNew ? (begun?.placeOf(number) ?? null) : null,
    }));
    for (const [index, { files, hash }] of (await pool.examine({ making, groups: request })).entries()) {
      const group = asked[index];
      for (const [which, result] of files.entries()) {
        const file = group?.files[which];
        if (!result.ok && ourFaults.includes(result.error.code)) {
          throw new AppError(result.error.code, result.error.data);
        }
        if (file !== undefined) {
          settle(file, result);
        }
      }
      if (group !== undefined && hash !== null) {
        begun?.keep(group.number, hash);
      }
    }
  }
}

/** Null for a file that is not known, and for one that cannot be read: the decoding process will say why. */
async function knownContents({ path, name }: ListedFile, known: CheckedFiles): Promise<ExaminedContents | null> {
  try {
    const digest = contentDigest(await readImageFile(path, name));
    const examined = known.get(digest);
    return examined === undefined ? null : { digest, examined };
  } catch {
    return null;
  }
}

function misnamed({ name, format }: ExaminedFile): DatasetProblem[] {
  return isNamedOtherwise(name, format)
    ? [{ name, error: { code: 'image-named-otherwise', data: { name, format } } }]
    : [];
}
