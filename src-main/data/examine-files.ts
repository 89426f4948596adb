/** Looks at every file of a dataset: reads it, and has it decoded in another process unless its contents are known. */
import type { DatasetProblem } from '../contract/dataset';
import { AppError } from '../contract/errors';
import type { CheckedFiles } from './checked-files';
import { readImageFile } from './decode';
import { DecoderPool } from './decoder/decoder-pool';
import type { Examined } from './decoder/protocol';
import { contentDigest } from './fingerprint';
import { inParallel } from './in-parallel';
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

/**
 * Examines files, a few at a time. A bad one is a problem and no error.
 *
 * @param progress told after each file
 * @throws AppError `native-library-missing`, and `unexpected` when no process can be started
 */
export async function examineFiles(
  listed: readonly ListedFile[],
  known: CheckedFiles,
  progress: (done: number, total: number) => void,
): Promise<Examination> {
  const pool = new DecoderPool();
  const results = new Array<ExaminedFile | DatasetProblem | null>(listed.length).fill(null);
  let done = 0;
  try {
    await inParallel(listed, pool.width, async (file, index) => {
      results[index] = await examineOne(file, known, pool);
      done += 1;
      progress(done, listed.length);
    });
  } finally {
    pool.close();
  }
  const problems = results.filter((result): result is DatasetProblem => result !== null && 'error' in result);
  const files = results.filter((result): result is ExaminedFile => result !== null && 'digest' in result);
  return { files: new Map(files.map((file) => [file.path, file])), problems, notes: files.flatMap(misnamed) };
}

async function examineOne(
  { path, name }: ListedFile,
  known: CheckedFiles,
  pool: DecoderPool,
): Promise<ExaminedFile | DatasetProblem> {
  try {
    const bytes = await readImageFile(path, name);
    const digest = contentDigest(bytes);
    return { ...(known.get(digest) ?? (await pool.examine(path, name))), path, name, digest };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'native-library-missing' || error.code === 'unexpected') {
      throw error;
    }
    return { name, error: error.value };
  }
}

function misnamed({ name, format }: ExaminedFile): DatasetProblem[] {
  return isNamedOtherwise(name, format)
    ? [{ name, error: { code: 'image-named-otherwise', data: { name, format } } }]
    : [];
}
