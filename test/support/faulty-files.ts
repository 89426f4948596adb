/** The disk of a checkpoint writer that fails, stops short, or belongs to a machine that loses its power. */
import { cp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { truncateSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CompiledModel } from '../../src-main/engine/compiled';
import { diskFiles, type CheckpointFiles } from '../../src-main/run/files';

/**
 * What happens at one call, and to all later ones: `fail` does nothing and reports a full disk; `short` does a part, or
 * all, and then reports it; at a `crash` the call and all later ones are never made.
 */
export type Fault = 'fail' | 'short' | 'crash';

/** What a crash leaves of what was not synced: of files' contents, and of names in folders. */
export interface Survival {
  readonly contents: 'kept' | 'dropped';
  readonly names: 'kept' | 'dropped';
}

interface Change {
  readonly folder: string;
  readonly undo: () => Promise<void>;
}

export class FaultyFiles implements CheckpointFiles {
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  private hasCrashed = false;
  private changes: Change[] = [];
  private unsynced: string[] = [];
  private backups = 0;

  /**
   * @param faultyCall from 0; none is faulty if there are not so many
   * @param attic a folder for copies of what may have to come back
   */
  constructor(
    private readonly faultyCall: number,
    private readonly fault: Fault,
    private readonly attic: string,
  ) {}

  /** The model, whose `save` is a call too. */
  model(model: CompiledModel): CompiledModel {
    return {
      ...model,
      save: (prefix) => {
        const fault = this.enter('save');
        if (fault === null || fault === 'short') {
          model.save(prefix);
          const data = `${prefix}.data-00000-of-00001`;
          const folder = dirname(prefix);
          for (const path of [data, `${prefix}.index`]) {
            this.unsynced.push(path);
            this.changes.push({ folder, undo: () => rm(path, { force: true }) });
          }
          if (fault === 'short') {
            // As TensorFlow would if it did not notice: nothing is thrown.
            truncateSync(data, statSync(data).size / 2);
          }
        }
      },
    };
  }

  async makeFolder(path: string): Promise<void> {
    await this.call('makeFolder', async () => {
      await diskFiles.makeFolder(path);
      this.changes.push({ folder: dirname(path), undo: () => rm(path, { recursive: true, force: true }) });
    });
  }

  async write(path: string, contents: string): Promise<void> {
    await this.call('write', async (isShort) => {
      this.changes.push({ folder: dirname(path), undo: () => rm(path, { force: true }) });
      if (isShort) {
        await writeFile(path, contents.slice(0, contents.length / 2));
      } else {
        await diskFiles.write(path, contents);
      }
    });
  }

  seal: CheckpointFiles['seal'] = (files) =>
    this.call('seal', async () => {
      const seals = await diskFiles.seal(files);
      this.unsynced = this.unsynced.filter((path) => !files.some((file) => file.path === path));
      return seals;
    });

  async syncFolder(path: string): Promise<void> {
    await this.call('syncFolder', async () => {
      await diskFiles.syncFolder(path);
      this.changes = this.changes.filter(({ folder }) => folder !== path);
    });
  }

  async rename(from: string, to: string): Promise<void> {
    await this.call('rename', async () => {
      const overwritten = await this.backup(to);
      await diskFiles.rename(from, to);
      this.changes.push({
        folder: dirname(to),
        undo: async () => {
          await rename(to, from);
          await overwritten();
        },
      });
    });
  }

  async remove(path: string): Promise<void> {
    await this.call('remove', async () => {
      const undo = await this.backup(path);
      await diskFiles.remove(path);
      this.changes.push({ folder: dirname(path), undo });
    });
  }

  list: CheckpointFiles['list'] = (path) => this.call('list', () => diskFiles.list(path));

  freeBytes: CheckpointFiles['freeBytes'] = (path) => this.call('freeBytes', () => diskFiles.freeBytes(path));

  /** Makes the disk what it is after the crash. */
  async survive({ contents, names }: Survival): Promise<void> {
    if (contents === 'dropped') {
      await Promise.all(this.unsynced.map((path) => truncate(path, 0)));
    }
    if (names === 'dropped') {
      for (const { undo } of this.changes.reverse()) {
        await undo();
      }
    }
  }

  private async call<T>(name: string, work: (isShort: boolean) => Promise<T>): Promise<T> {
    const fault = this.enter(name);
    if (fault === null) {
      return work(false);
    }
    if (fault === 'short') {
      await work(true);
    }
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  }

  /** The fault of this call, or null. */
  private enter(name: string): Fault | null {
    const isFaulty = this.calls.length === this.faultyCall;
    this.calls.push(name);
    this.hasCrashed ||= isFaulty && this.fault === 'crash';
    return this.hasCrashed ? 'crash' : isFaulty ? this.fault : null;
  }

  /** Keeps a copy of what is at a path, and gives what puts it back. */
  private async backup(path: string): Promise<() => Promise<void>> {
    this.backups += 1;
    const copy = join(this.attic, String(this.backups));
    try {
      await cp(path, copy, { recursive: true });
    } catch {
      return () => Promise.resolve();
    }
    return () => cp(copy, path, { recursive: true });
  }
}
