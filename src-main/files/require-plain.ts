/** Before a program writes into a folder that somebody else may have made: nothing in it leads elsewhere. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../contract/errors';

/**
 * What is there of these must be no link, and a folder or file as it is named.
 *
 * @throws AppError `file-refused` naming the first that is not
 */
export async function requirePlain(
  root: string,
  { folders = [], files = [] }: { readonly folders?: readonly string[]; readonly files?: readonly string[] },
): Promise<void> {
  const wanted = [
    ...folders.map((name) => ({ path: join(root, name), isFolder: true })),
    ...files.map((name) => ({ path: join(root, name), isFolder: false })),
  ];
  for (const { path, isFolder } of wanted) {
    const status = await lstat(path).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
        return null;
      }
      throw error;
    });
    if (status?.isSymbolicLink() === true) {
      throw new AppError('file-refused', { path, kind: 'link' });
    }
    if (status !== null && !(isFolder ? status.isDirectory() : status.isFile())) {
      throw new AppError('file-refused', { path, kind: status.isDirectory() ? 'folder' : 'special' });
    }
  }
}
