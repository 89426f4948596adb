/** What a person asks of a training that is going on. The loop attends to it between two steps. */
import { AppError } from '../contract/errors';
import type { RunChanges } from './changes';

/** What the loop can be asked to do once. */
export interface ControlledRun {
  sample(): Promise<void>;
  checkpoint(): Promise<void>;
  /** @throws AppError `option-value`; nothing is then changed. */
  change(changes: RunChanges): Promise<void>;
  /** The training begins to wait, or goes on. */
  held(isHeld: boolean): Promise<void>;
}

interface Wish {
  readonly fulfil: (run: ControlledRun) => Promise<void>;
  readonly keep: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** The controls of one run. A promise is kept when the thing is done, and broken when the run ends before. */
export class RunControls {
  private isPaused = false;
  private hasEnded = false;
  private wishes: Wish[] = [];
  private wake: () => void = () => undefined;

  /** Waits after the step under way, until `continue` or the run's stop. */
  pause(): void {
    this.isPaused = true;
    this.wake();
  }

  continue(): void {
    this.isPaused = false;
    this.wake();
  }

  /** Makes a sample, once. */
  sample(): Promise<void> {
    return this.wish((run) => run.sample());
  }

  /** Writes a checkpoint, once; kept when it is whole. */
  checkpoint(): Promise<void> {
    return this.wish((run) => run.checkpoint());
  }

  /**
   * Changes settings from the next step on.
   *
   * @throws AppError `option-value` for a value out of its range, `run-not-training` when the run ends before.
   */
  change(changes: RunChanges): Promise<void> {
    return this.wish((run) => run.change(changes));
  }

  /** For the loop: does what was asked for, and waits while the run is paused. */
  async attend(run: ControlledRun, stop: AbortSignal): Promise<void> {
    await this.fulfil(run);
    if (!this.isPaused || stop.aborted) {
      return;
    }
    const wake = (): void => {
      this.wake();
    };
    stop.addEventListener('abort', wake);
    await run.held(true);
    while (this.waits(stop)) {
      await this.woken(stop);
      await this.fulfil(run);
    }
    await run.held(false);
    stop.removeEventListener('abort', wake);
  }

  /** For the loop: the run has ended; what was not done will not be. */
  end(): void {
    this.hasEnded = true;
    for (const { refuse } of this.wishes.splice(0)) {
      refuse(new AppError('run-not-training', {}));
    }
  }

  private waits(stop: AbortSignal): boolean {
    return this.isPaused && !stop.aborted;
  }

  private wish(fulfil: Wish['fulfil']): Promise<void> {
    return new Promise((keep, refuse) => {
      this.wishes.push({ fulfil, keep, refuse });
      if (this.hasEnded) {
        this.end();
      }
      this.wake();
    });
  }

  /** A refused value is the asker's matter; anything else ends the run as it would have anyway. */
  private async fulfil(run: ControlledRun): Promise<void> {
    for (let wish = this.wishes.shift(); wish !== undefined; wish = this.wishes.shift()) {
      try {
        await wish.fulfil(run);
        wish.keep();
      } catch (error) {
        wish.refuse(error);
        if (!(error instanceof AppError && error.code === 'option-value')) {
          throw error;
        }
      }
    }
  }

  private woken(stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (!this.waits(stop) || this.wishes.length > 0) {
        resolve();
      }
    });
  }
}
