/** Archives as a dataset's server gives them, and as one never should. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';

/** An entry as it stands in an archive, whatever it says. */
export interface Entry {
  readonly path: string;
  readonly type?: NonNullable<HeaderData['type']>;
  readonly linkpath?: string;
  readonly contents?: Uint8Array | string;
}

/** A tar file of these entries, each written as it is. */
export function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', linkpath, contents = '' }) => {
    const body = Buffer.from(contents);
    const head = Buffer.alloc(512);
    const link = linkpath === undefined ? {} : { linkpath };
    new Header({ path, type, size: body.length, mode: 0o644, mtime: new Date(0), ...link }).encode(head);
    return [head, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function archiveOf(entries: readonly Entry[]): Buffer {
  return gzipSync(tarOf(entries));
}

/** A whole dataset archive of about the given size: random bytes, which hardly pack. */
export function datasetArchive(name: string, trainFiles = 3, bytesEach = 40_000): Buffer {
  const folder = (path: string): Entry => ({ path, type: 'Directory' });
  const files = Array.from({ length: trainFiles }, (_, index) => ({
    path: `${name}/train/${String(index + 1)}.jpg`,
    contents: randomBytes(bytesEach),
  }));
  const test = { path: `${name}/test/1.jpg`, contents: randomBytes(bytesEach) };
  return archiveOf([folder(`${name}/`), folder(`${name}/train/`), ...files, folder(`${name}/test/`), test]);
}
