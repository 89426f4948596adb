/**
 * What a training leaves on the disk: metrics, samples and checkpoints. When the disk refuses, the recorder waits until
 * it takes them, and the training with it.
 */
import { join } from 'node:path';
import type { TrainConfig } from '../contract/config';
import { epochsDone } from '../contract/steps';
import { AppError } from '../contract/errors';
import { renderError } from '../contract/messages/render';
import type { StepMetrics } from '../contract/metrics';
import { runFiles, runFormat, type CheckpointState, type RunRecord } from '../contract/run';
import { syncFolder } from '../data/whole-folder';
import type { Seed } from '../engine/model';
import { changedConfig, changesBetween, type RunChanges } from './changes';
import { EventFile } from './event-file';
import { diskFiles } from './files';
import type { RunListener, Training } from './loop';
import { LossFile } from './loss-file';
import { MetricsLog } from './metrics-log';
import { isDiskTrouble, writePatiently } from './patience';
import { writeRunRecord } from './record';
import { fixedPairs, sampleNoiseSeed, validationL1, writeSamples, type FixedPair } from './samples';
import { CheckpointSaver, checkpointBytes } from './saver';

const roomCheckMilliseconds = 5000;
const megabyte = 1e6;

export class RunRecorder {
  private readonly metrics: MetricsLog;
  private readonly saver: CheckpointSaver;
  private record: RunRecord;
  /** Steps done. */
  private step: number;
  /** The step that the newest checkpoint, whole or under way, has. */
  private savedStep: number;
  private ordinal: number;
  private newestSample: { readonly step: number; readonly l1: number } | null = null;
  private roomCheckedAt = -Infinity;
  private wasRoomLow = false;

  private constructor(
    private readonly training: Training,
    private readonly pairs: readonly FixedPair[],
    private readonly events: EventFile,
    private readonly losses: LossFile,
    private readonly listener: RunListener,
    private readonly stop: AbortSignal,
  ) {
    const { run, record, model, firstStep, checkpointsBefore, lock } = training;
    this.metrics = new MetricsLog(join(run, runFiles.metrics));
    this.saver = new CheckpointSaver(run, model, diskFiles, () => lock.requireHeld());
    this.record = record;
    this.step = firstStep;
    this.savedStep = checkpointsBefore === 0 ? -1 : firstStep;
    this.ordinal = checkpointsBefore;
  }

  static async open(training: Training, listener: RunListener, stop: AbortSignal): Promise<RunRecorder> {
    const { run, store, firstStep, lock } = training;
    await lock.requireHeld();
    // A run that begins at its beginning makes the sample of step 0 too.
    const events = await EventFile.begin(run, firstStep === 0 ? 0 : firstStep + 1, wallTime());
    const losses = await LossFile.open(run, firstStep);
    await warnWithoutSync(run, listener);
    return new RunRecorder(training, await fixedPairs(store), events, losses, listener, stop);
  }

  /** Whether the newest checkpoint has all steps. */
  get isSaved(): boolean {
    return this.savedStep === this.step;
  }

  /** Whether the newest sample is of the last step. */
  get isSampled(): boolean {
    return this.newestSample?.step === this.step;
  }

  /** Notes a step. @param now milliseconds of a clock that only goes forward */
  async addStep(metrics: StepMetrics, now: number): Promise<void> {
    this.step = metrics.step;
    this.metrics.add(metrics);
    this.losses.add(metrics);
    this.events.addScalars(metrics.step, wallTime(), metrics);
    // A step that follows may take as long, and nothing is written while it is computed.
    if (this.metrics.isDue(now + 1000 * (metrics.step_seconds + metrics.data_wait_seconds))) {
      await this.patiently(() => this.flush(now));
    }
    this.listener.event(metrics);
  }

  /**
   * Changes the configuration from the next step on: in `run.json` now, and in every later checkpoint.
   *
   * @returns the configuration as it is now
   * @throws AppError `option-value` for a value out of its range; nothing is then changed.
   */
  async change(changes: RunChanges): Promise<TrainConfig> {
    const { record, step, training } = this;
    const config = changedConfig(record.config, changes);
    const made = changesBetween(record.config, config, step);
    if (made.length > 0) {
      this.record = { ...record, config, changes: [...record.changes, ...made] };
      await this.patiently(async () => {
        await training.lock.requireHeld();
        await writeRunRecord(training.run, this.record);
      });
    }
    return config;
  }

  /** Predicts the fixed pairs. */
  async sample(): Promise<void> {
    const { training, step, pairs, listener } = this;
    const { folder, pictures, l1 } = await this.patiently(() =>
      writeSamples(training.run, training.model, pairs, step, this.noiseSeed, () => training.lock.requireHeld()),
    );
    this.newestSample = { step, l1 };
    this.events.addImages(
      step,
      wallTime(),
      pictures.map(({ png }) => png),
    );
    listener.event({ type: 'sample', step, path: folder, validation_l1: l1 });
    listener.pictures?.(step, pictures);
  }

  /** Begins a checkpoint; the steps go on while it becomes whole, which `finishIfReady` or `finish` then tells. */
  async beginCheckpoint(): Promise<void> {
    await this.finish();
    await this.patiently(() => this.begin());
  }

  /** Finishes the checkpoint that was begun, if that takes no long wait. */
  async finishIfReady(): Promise<void> {
    if (this.saver.isReady) {
      await this.finish();
    }
  }

  /**
   * Waits until the checkpoint that was begun is whole. If the disk refuses it, the newest state is saved instead.
   *
   * @throws NonFiniteCheckpoint when its weights must not be kept.
   */
  async finish(): Promise<void> {
    try {
      await this.announce();
    } catch (error) {
      if (!isDiskTrouble(error)) {
        throw error;
      }
      this.listener.event({ type: 'warning', ...inEnglish(error) });
      await this.patiently(async () => {
        await this.begin();
        await this.announce();
      });
    }
  }

  /** Before a long wait: what was noted is written, and the checkpoint that was begun becomes whole. */
  async settle(): Promise<void> {
    await this.finish();
    await this.patiently(() => this.flush(performance.now()));
  }

  /** True once when there is room for one checkpoint, but hardly for a second: time to save, before it is too late. */
  async isRoomLow(now: number): Promise<boolean> {
    if (now - this.roomCheckedAt < roomCheckMilliseconds) {
      return false;
    }
    this.roomCheckedAt = now;
    const { run, model } = this.training;
    const needed = checkpointBytes(model.config);
    // When the folder is not there, the next write says so.
    const free = await diskFiles.freeBytes(run).catch(() => Infinity);
    const wasLow = this.wasRoomLow;
    this.wasRoomLow = free < 2 * needed;
    const isNews = this.wasRoomLow && !wasLow && free > needed;
    if (isNews) {
      const [freeMegabytes, neededMegabytes] = [Math.floor(free / megabyte), Math.ceil(needed / megabyte)];
      const low = new AppError('disk-low', { path: run, freeMegabytes, neededMegabytes });
      this.listener.event({ type: 'warning', ...inEnglish(low) });
    }
    return isNews;
  }

  /** After an error: keeps what can be kept without waiting for the disk. */
  async giveUp(): Promise<void> {
    await this.flush(performance.now()).catch(() => undefined);
    await this.announce().catch(() => undefined);
  }

  private async flush(now: number, sync = false): Promise<void> {
    await this.training.lock.requireHeld();
    await this.metrics.flush(now, sync);
    await this.events.flush(sync);
    await this.losses.flush();
  }

  private async begin(): Promise<void> {
    await this.flush(performance.now(), true);
    await this.saver.begin(await this.state());
    this.savedStep = this.step;
    this.ordinal += 1;
  }

  private async announce(): Promise<void> {
    const saved = await this.saver.finish();
    if (saved !== null) {
      this.listener.event({ type: 'checkpoint', step: saved.state.step, path: saved.folder });
    }
  }

  private async state(): Promise<CheckpointState> {
    const { step } = this;
    const { store, versions } = this.training;
    const { config, changes, dataset } = this.record;
    const pairs = store.names('train').length;
    const epoch = epochsDone(step, pairs, config.batch);
    return {
      format: runFormat,
      versions,
      step,
      epoch,
      pairInEpoch: step * config.batch - epoch * pairs,
      seed: config.seed,
      config,
      changes,
      datasetFingerprint: dataset.fingerprint,
      ordinal: this.ordinal + 1,
      validationL1: await this.validationL1(),
    };
  }

  /** A person who stops, or a system that shuts down, does not wait for a measurement. */
  private async validationL1(): Promise<number | null> {
    if (this.newestSample?.step === this.step) {
      return this.newestSample.l1;
    }
    return this.stop.aborted ? null : validationL1(this.training.model, this.pairs, this.noiseSeed);
  }

  private get noiseSeed(): Seed | null {
    return this.record.config.noiseAtInference ? sampleNoiseSeed : null;
  }

  private patiently<T>(write: () => Promise<T>): Promise<T> {
    const { listener, step, stop } = this;
    return writePatiently(write, {
      stop,
      paused: (error) => {
        listener.event({ type: 'paused', step, ...inEnglish(error) });
      },
      continued: () => {
        listener.event({ type: 'continued', step });
      },
    });
  }
}

/** Told once, at the start: such a disk stays as it is. Its troubles are those of the writes that follow. */
async function warnWithoutSync(run: string, listener: RunListener): Promise<void> {
  if (!(await syncFolder(run).catch(() => true))) {
    listener.event({ type: 'warning', ...inEnglish(new AppError('disk-without-sync', { path: run })) });
  }
}

/** Seconds since 1970, as TensorBoard shows them. */
function wallTime(): number {
  return Date.now() / 1000;
}

/** The front end renders the error in its own language. */
function inEnglish({ value }: AppError): {
  readonly code: AppError['code'];
  readonly message: string;
  readonly error: AppError['value'];
} {
  return { code: value.code, message: renderError(value, 'en'), error: value };
}
