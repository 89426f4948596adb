/** What a person names to be predicted: files, folders and standard input, as a list of pictures with names for results. */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError, systemCode } from '../contract/errors';
import { decodeImage, readImage } from '../data/decode';
import { compareNaturally } from '../data/natural-order';
import type { Picture } from '../data/picture';
import { hasPictureExtension } from '../data/picture-format';

/** Names standard input among the inputs. */
export const standardInputName = '-';

export interface PredictInput {
  /** As errors name it. */
  readonly name: string;
  /** `NAME.png` is the result's file. */
  readonly resultName: string;
  /** @throws AppError `image-…` */
  readonly read: () => Promise<Picture>;
}

/**
 * The pictures of files as they were given, of folders in natural order (subfolders and other files are left out), and
 * of standard input.
 *
 * @param readStandardInput gives all bytes of standard input; asked once at most
 * @throws AppError `inputs-none` for a folder without pictures, `inputs-same-name` when two results would have one name.
 */
export async function listInputs(
  paths: readonly string[],
  readStandardInput: () => Promise<Uint8Array>,
): Promise<readonly PredictInput[]> {
  const inputs: PredictInput[] = [];
  for (const path of paths) {
    if (path === standardInputName) {
      const name = 'standard input';
      inputs.push({ name, resultName: 'stdin', read: async () => decodeImage(await readStandardInput(), name) });
    } else {
      inputs.push(...(await filesAt(path)).map(fileInput));
    }
  }
  refuseSameNames(inputs);
  return inputs;
}

function fileInput(path: string): PredictInput {
  return {
    name: path,
    resultName: basename(path, extname(path)),
    read: async () => (await readImage(path, path)).picture,
  };
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
  return pictures.sort(compareNaturally).map((name) => join(path, name));
}

/** Two inputs of the same name would overwrite each other. */
function refuseSameNames(inputs: readonly PredictInput[]): void {
  const byName = new Map<string, string>();
  for (const { name, resultName } of inputs) {
    const other = byName.get(resultName);
    if (other !== undefined) {
      throw new AppError('inputs-same-name', { first: other, second: name });
    }
    byName.set(resultName, name);
  }
}
