/** The folder of an export: whole or absent, its files' hashes in its manifest. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError, systemCode, writeError } from '../contract/errors';
import type { ExportManifest } from '../contract/export';
import { contentDigest } from '../data/fingerprint';
import { makeWholeFolder, partialMark, writeDurably } from '../data/whole-folder';
import { readExportManifest } from '../runfolder/exports';

/** Takes the files of an export one by one. */
export interface FileSink {
  add(name: string, contents: Uint8Array | string): Promise<void>;
}

/** Writes into a folder and remembers what. */
export class HashedFiles implements FileSink {
  private readonly entries: Record<string, { readonly bytes: number; readonly sha256: string }> = {};

  constructor(
    private readonly folder: string,
    private readonly written: (bytes: number) => void,
  ) {}

  async add(name: string, contents: Uint8Array | string): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeDurably(path, contents);
    const bytes = Buffer.byteLength(contents);
    this.entries[name] = { bytes, sha256: contentDigest(contents) };
    this.written(bytes);
  }

  get files(): ExportManifest['files'] {
    return this.entries;
  }

  get bytes(): number {
    return Object.values(this.entries).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/**
 * Makes the folder of an export at once and complete. With `force` an earlier export of that name stays until then, and
 * also when `fill` fails.
 *
 * @throws AppError `export-exists`, `export-not-replaced`, `output-exists`, `disk-full`, `write-failed`.
 */
export async function makeExportFolder(
  out: string,
  force: boolean,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const found = await whatIsAt(out);
  if (found === 'nothing' || (found === 'something' && !force)) {
    await makeWholeFolder(out, fill);
    return;
  }
  if (!force) {
    throw new AppError('export-exists', { path: out });
  }
  if (found === 'something') {
    throw new AppError('export-not-replaced', { path: out });
  }
  const fresh = `${resolve(out)}${partialMark}${randomUUID()}`;
  await makeWholeFolder(fresh, fill, out);
  await replaceFolder(out, fresh);
}

async function replaceFolder(out: string, fresh: string): Promise<void> {
  const old = `${resolve(out)}${partialMark}${randomUUID()}`;
  try {
    await rename(out, old);
    await rename(fresh, out).catch(async (error: unknown) => {
      await rename(old, out);
      throw error;
    });
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw writeError(out, error);
  }
}

/** Refuses a used folder before any work is done for it. @throws AppError as `makeExportFolder`. */
export async function refuseUsedPlace(out: string, force: boolean): Promise<void> {
  const found = await whatIsAt(out);
  if (found === 'export' && !force) {
    throw new AppError('export-exists', { path: out });
  }
  if (found === 'something') {
    throw force ? new AppError('export-not-replaced', { path: out }) : new AppError('output-exists', { path: out });
  }
}

async function whatIsAt(out: string): Promise<'nothing' | 'export' | 'something'> {
  const names = await readdir(out).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    if (systemCode(error) === 'ENOTDIR') {
      return [''];
    }
    throw writeError(out, error);
  });
  if (names.length === 0) {
    return 'nothing';
  }
  return (await isExport(out)) ? 'export' : 'something';
}

async function isExport(folder: string): Promise<boolean> {
  return readExportManifest(folder).then(
    (manifest) => manifest !== null,
    () => false,
  );
}
