/** Which file an `app://studio` address names, if any. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, relative, sep } from 'node:path';
import { appOrigin, originOf } from '../contract/wire';
import { fileLimits } from '../files/limits';
import { readPlainFile } from '../files/plain-file';
import type { Places } from './places';

export const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** A folder that pages may read files of the given kinds from. */
export interface Mount {
  /** First part of the path, with both slashes. */
  readonly prefix: string;
  readonly folder: string;
  readonly extensions: readonly string[];
  /** Whether what lies in it is the application's own; in a run there may be anything. */
  readonly isOurs: boolean;
}

/** A file that may be served. */
export interface ServedFile {
  readonly mount: Mount;
  readonly path: string;
}

/** The mounts in the order in which they are tried. */
export function mountsOf(places: Pick<Places, 'renderer' | 'runs' | 'samplePairs'>): readonly Mount[] {
  return [
    { prefix: '/sample-pairs/', folder: places.samplePairs, extensions: ['.png', '.jpg'], isOurs: true },
    { prefix: '/runs/', folder: places.runs, extensions: ['.png'], isOurs: false },
    { prefix: '/', folder: places.renderer, extensions: Object.keys(contentTypes), isOurs: true },
  ];
}

/** The file that an address names, or null when it may not be served: another origin, a way out, another kind of file. */
export function resolveAddress(mounts: readonly Mount[], address: string): ServedFile | null {
  if (originOf(address) !== appOrigin) {
    return null;
  }
  const { pathname } = new URL(address);
  const path = decodePath(pathname === '/' ? '/index.html' : pathname);
  return path === null ? null : resolvePath(mounts, path);
}

/** The bytes of such a file. @throws AppError as `readPlainFile`; Error of the file system */
export function readServed({ mount, path }: ServedFile): Promise<Buffer> {
  // The application's own files lie in an archive when it is packed, which only this reads.
  return mount.isOurs ? readFile(path) : readPlainFile(mount.folder, relative(mount.folder, path), fileLimits.picture);
}

function resolvePath(mounts: readonly Mount[], path: string): ServedFile | null {
  const mount = mounts.find(({ prefix }) => path.startsWith(prefix));
  if (mount?.extensions.includes(extname(path)) !== true) {
    return null;
  }
  const file = normalize(join(mount.folder, path.slice(mount.prefix.length)));
  return file.startsWith(mount.folder + sep) ? { mount, path: file } : null;
}

/** Null for escapes that are not UTF-8 and for what a file name cannot hold or a path must not. */
function decodePath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return /[\0\\]/.test(path) ? null : path;
  } catch {
    return null;
  }
}
