/** What a person names to be predicted: files, folders and standard input, as a list of pictures with names for results. */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { AppError, systemCode } from '../contract/errors';
import { decodeImage, readImage } from '../data/decode';
import { inNaturalOrder } from '../data/natural-order';
import type { Picture } from '../data/picture';
import { hasPictureExtension } from '../data/picture-format';

/** Names standard input among the inputs. */
export const standardInputName = '-';

/** A comparison of all predictions, beside them. */
export const sheetPicture = 'sheet.png';

export interface PredictInput {
  /** As errors name it. */
  readonly name: string;
  /** The result's file. */
  readonly path: string;
  /** @throws AppError `image-…` */
  readonly read: (background: string) => Promise<Picture>;
}

/**
 * The pictures of files as they were given, of folders in natural order (subfolders and other files are left out), and
 * of standard input. Results are `NAME.png`; where that is taken by another result, an input or the sheet, `NAME-2.png` and so on.
 *
 * @param out folder of the results
 * @param readStandardInput gives all bytes of standard input; asked once at most
 * @throws AppError `inputs-none` for a folder without pictures.
 */
export async function listInputs(
  paths: readonly string[],
  out: string,
  readStandardInput: () => Promise<Uint8Array>,
): Promise<readonly PredictInput[]> {
  const found: Found[] = [];
  for (const path of paths) {
    if (path === standardInputName) {
      const name = 'standard input';
      const read = async (background: string): Promise<Picture> =>
        decodeImage(await readStandardInput(), name, background);
      found.push({ name, stem: 'stdin', file: null, read });
    } else {
      found.push(...(await filesAt(path)).map(fileFound));
    }
  }
  const files = found.flatMap(({ file }) => (file === null ? [] : [file]));
  const taken = new Set([...files, join(out, sheetPicture)].map(sameFile));
  return found.map(({ name, stem, read }) => ({ name, path: freePath(out, stem, taken), read }));
}

interface Found extends Pick<PredictInput, 'name' | 'read'> {
  /** Name without its ending. */
  readonly stem: string;
  readonly file: string | null;
}

function fileFound(path: string): Found {
  return {
    name: path,
    stem: basename(path, extname(path)),
    file: path,
    read: async (background) => (await readImage(path, path, background)).picture,
  };
}

/** A path that nothing else takes, and takes it. */
function freePath(out: string, stem: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const path = join(out, `${stem}${count === 1 ? '' : `-${String(count)}`}.png`);
    if (!taken.has(sameFile(path))) {
      taken.add(sameFile(path));
      return path;
    }
  }
}

/** Equal for paths that are one file on some system: Windows and macOS tell neither case nor composition of letters. */
function sameFile(path: string): string {
  return resolve(path).normalize('NFC').toLowerCase();
}

async function filesAt(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    return [path];
  }
  const names = await readdir(path).catch((error: unknown) => {
    throw new AppError('dataset-unreadable', { path, reason: systemCode(error) ?? String(error) }, { cause: error });
  });
  const pictures = names.filter((name) => !name.startsWith('.') && hasPictureExtension(name));
  if (pictures.length === 0) {
    throw new AppError('inputs-none', { path });
  }
  return inNaturalOrder(pictures, (name) => name).map((name) => join(path, name));
}
