/** Writing checkpoints: whole or absent, and beside the following steps as far as that can be. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError, writeError } from '../contract/errors';
import {
  checkpointFiles,
  parseCheckpointManifest,
  runFiles,
  runFormat,
  stepFolder,
  stepOfFolder,
  type CheckpointState,
} from '../contract/run';
import { partialMark } from '../data/whole-folder';
import type { CompiledModel } from '../engine/compiled';
import { lossScaleVariables } from '../core/loss-scale';
import { modelVariables, type ModelConfig } from '../engine/model';
import { prettyJson } from './pretty-json';
import { diskFiles, type CheckpointFiles } from './files';
import { readCheckpointState } from '../runfolder/checkpoints';
import { checkpointsToRemove, type KeptCheckpoint } from './retention';
import type { FileSeal } from './seal';

/** A checkpoint whose variables are written, but which is not whole yet. */
interface Pending {
  readonly state: CheckpointState;
  readonly temporary: string;
  readonly names: readonly string[];
  readonly seals: Promise<readonly FileSeal[]>;
  isSealed: boolean;
}

/**
 * Writes the checkpoints of one run. `begin` writes the variables as they are, which blocks; `finish` makes it a whole
 * checkpoint. Between the two, while the next steps compute, the files are digested and reach the disk.
 */
export class CheckpointSaver {
  private pending: Pending | null = null;
  private readonly parent: string;

  constructor(
    private readonly run: string,
    private readonly model: CompiledModel,
    private readonly files: CheckpointFiles = diskFiles,
    /** Asked before each change of what others see. @throws AppError `run-lock-lost` */
    private readonly requireHeld: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.parent = join(run, runFiles.checkpoints);
  }

  /** True while a checkpoint was begun and not finished. */
  get isBusy(): boolean {
    return this.pending !== null;
  }

  /** True when `finish` would have nothing long to wait for. */
  get isReady(): boolean {
    return this.pending?.isSealed === true;
  }

  /**
   * Writes the model's variables. A checkpoint that is under way must have been finished.
   *
   * @throws AppError `disk-full` or `write-failed`, `run-lock-lost`; earlier checkpoints are untouched.
   */
  async begin(state: CheckpointState): Promise<void> {
    if (this.pending !== null) {
      throw new Error('A checkpoint was begun before the one before it was finished.');
    }
    const folder = this.folderOf(state);
    const temporary = `${folder}${partialMark}${randomUUID()}`;
    try {
      await this.requireHeld();
      await this.requireRoom();
      await this.files.makeFolder(temporary);
      this.model.save(join(temporary, runFiles.model));
      await this.files.write(join(temporary, runFiles.state), prettyJson(state));
      const names = [...(await this.files.list(temporary))].sort();
      this.pending = this.seal(state, temporary, names);
    } catch (error) {
      await this.discard(temporary);
      throw writeError(folder, error);
    }
  }

  /**
   * Makes the checkpoint that was begun whole, and removes old ones.
   *
   * @returns its folder, or null when none was begun
   * @throws AppError `disk-full` or `write-failed`, `run-lock-lost`; `NonFiniteCheckpoint` for weights that must not be kept.
   */
  async finish(): Promise<{ readonly folder: string; readonly state: CheckpointState } | null> {
    const { pending } = this;
    if (pending === null) {
      return null;
    }
    const { state, temporary } = pending;
    const folder = this.folderOf(state);
    try {
      await this.commit(pending, folder);
    } catch (error) {
      await this.discard(temporary);
      throw error instanceof NonFiniteCheckpoint ? error : writeError(folder, error);
    } finally {
      this.pending = null;
    }
    await this.prune();
    return { folder, state };
  }

  /** Digests the files and waits for the disk; what goes wrong is thrown by `finish`. */
  private seal(state: CheckpointState, temporary: string, names: readonly string[]): Pending {
    const seals = this.files.seal(
      names.map((name) => ({ path: join(temporary, name), sync: true, floats: name === checkpointFiles.data })),
    );
    const pending: Pending = { state, temporary, names, seals, isSealed: false };
    const settle = (): void => {
      pending.isSealed = true;
    };
    seals.then(settle, settle);
    return pending;
  }

  private async commit({ state, temporary, names, seals }: Pending, folder: string): Promise<void> {
    const { files, parent } = this;
    const sealed = await seals;
    await this.requireHeld();
    const entries = names.map((name, index) => [name, sealed[index]] as const);
    requireWhole(entries, checkpointBytes(this.model.config));
    const manifest = parseCheckpointManifest({
      format: runFormat,
      files: Object.fromEntries(
        entries.map(([name, seal]) => [name, { bytes: seal?.bytes ?? 0, sha256: seal?.sha256 ?? '' }]),
      ),
    });
    await files.write(join(temporary, runFiles.manifest), prettyJson(manifest));
    await files.syncFolder(temporary);
    // The disk may have taken long, and the computer may have slept.
    await this.requireHeld();
    // A damaged checkpoint of the same step gives way.
    if ((await files.list(parent)).includes(stepFolder(state.step))) {
      await files.remove(folder);
    }
    await files.rename(temporary, folder);
    await files.syncFolder(parent);
    await this.requireHeld();
    await nameLatest(parent, state.step, files);
  }

  private async requireRoom(): Promise<void> {
    if ((await this.files.freeBytes(this.run)) < checkpointBytes(this.model.config)) {
      throw new AppError('disk-full', { path: this.run });
    }
  }

  /** What cannot be removed now, because the disk has gone, is removed after the next checkpoint. */
  private async discard(path: string): Promise<void> {
    await this.files.remove(path).catch(() => undefined);
  }

  /** Old checkpoints lose their name first, so that none is ever half there. That they stay is no reason to stop. */
  private async prune(): Promise<void> {
    const { files, parent } = this;
    try {
      const names = await files.list(parent);
      await this.requireHeld();
      for (const leftover of names.filter((name) => name.includes(partialMark))) {
        await files.remove(join(parent, leftover));
      }
      const steps = names.map(stepOfFolder).filter((step) => step !== null);
      const checkpoints = await Promise.all(steps.map((step) => describe(this.run, step)));
      for (const step of checkpointsToRemove(checkpoints)) {
        const old = join(parent, stepFolder(step));
        await files.rename(old, `${old}${partialMark}old`);
        await files.remove(`${old}${partialMark}old`);
      }
    } catch {
      return;
    }
  }

  private folderOf({ step }: CheckpointState): string {
    return join(this.parent, stepFolder(step));
  }
}

/** A weight is infinite or no number: such a checkpoint is not kept. */
export class NonFiniteCheckpoint extends Error {
  override readonly name = 'NonFiniteCheckpoint';
}

/** Bytes of the variables in a checkpoint: each weight with its two moments; the rest of it is small. */
export function checkpointBytes(config: ModelConfig): number {
  const { generator, discriminator } = modelVariables(config);
  const weights = [...generator, ...discriminator].reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  const ofPrecision = config.precision === 'float16' ? lossScaleVariables.length : 0;
  return 4 * (3 * weights + 4 + ofPrecision);
}

/** Names the newest checkpoint in `latest`; a reader sees the old name or the new one. */
export async function nameLatest(parent: string, step: number, files: CheckpointFiles = diskFiles): Promise<void> {
  const latest = join(parent, runFiles.latest);
  const temporary = `${latest}${partialMark}${randomUUID()}`;
  await files.write(temporary, `${stepFolder(step)}\n`);
  await files.rename(temporary, latest);
  await files.syncFolder(parent);
}

/** TensorFlow reports what it could not write; that nothing is missing is checked all the same. */
function requireWhole(entries: readonly (readonly [string, FileSeal | undefined])[], expected: number): void {
  const data = entries.find(([name]) => name === checkpointFiles.data)?.[1];
  if (data?.bytes !== expected) {
    throw new Error(`the variables take ${String(expected)} bytes, but ${String(data?.bytes)} were written`);
  }
  if (!data.finite) {
    throw new NonFiniteCheckpoint();
  }
}

async function describe(run: string, step: number): Promise<KeptCheckpoint> {
  try {
    const { ordinal, validationL1 } = await readCheckpointState(run, step);
    return { step, ordinal, validationL1 };
  } catch {
    return { step, ordinal: null, validationL1: null };
  }
}
