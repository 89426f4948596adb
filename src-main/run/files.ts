/** The file operations of a checkpoint, as a port: tests let each of them fail, stop short or be forgotten by a crash. */
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { syncFolder, writeDurably } from '../data/whole-folder';
import { sealFiles, type FileSeal, type FileToRead } from './seal';

export interface CheckpointFiles {
  /** Makes one folder; the one that it lies in must exist, so that a run that was deleted does not come back. */
  makeFolder(path: string): Promise<void>;
  /** Writes a file and waits until its contents are on the disk. */
  write(path: string, contents: string): Promise<void>;
  /** Waits until files are on the disk and digests them. */
  seal(files: readonly FileToRead[]): Promise<readonly FileSeal[]>;
  /** Waits until a folder's names are on the disk, where the disk can. */
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with what is in it. */
  remove(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** Bytes that may still be written to the disk of a folder. */
  freeBytes(path: string): Promise<number>;
}

export const diskFiles: CheckpointFiles = {
  async makeFolder(path) {
    await mkdir(path);
  },
  write: writeDurably,
  seal: sealFiles,
  async syncFolder(path) {
    await syncFolder(path);
  },
  rename,
  async remove(path) {
    await rm(path, { recursive: true, force: true });
  },
  list: (path) => readdir(path),
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};
