/** What the system is told of a run: no sleep while it trains, its progress in the taskbar and the tray, its end. */
import { Notification, powerSaveBlocker } from 'electron';
import { AppError } from '../contract/errors';
import type { Language } from '../contract/messages/render';
import { isUnderWay, type RunStatus } from '../contract/run-status';
import { noticeOf, type Notice } from './notice';

/** The part of a window that shows progress and calls for attention. */
export interface WatchedWindow {
  readonly setProgressBar: (fraction: number, options?: { mode: 'normal' | 'paused' | 'error' }) => void;
  readonly isFocused: () => boolean;
}

export interface RunWatch {
  /** Null until the first run. */
  readonly status: () => RunStatus | null;
  readonly isUnderWay: () => boolean;
  readonly take: (status: RunStatus) => void;
  /** The trainer process has ended unasked. */
  readonly trainerStopped: (error: AppError<'trainer-stopped'>) => void;
  /** Tells something by the system, if it can. */
  readonly notify: (notice: Notice) => void;
}

export interface RunWatchOptions {
  readonly window: () => WatchedWindow | null;
  readonly language: () => Language;
  /** Called after every change. */
  readonly changed: (status: RunStatus) => void;
  /** A notification was clicked. */
  readonly show: () => void;
}

/** Watches no run yet. */
export function watchRuns({ window, language, changed, show }: RunWatchOptions): RunWatch {
  let current: RunStatus | null = null;
  let blocker: number | null = null;
  // A notification that is garbage collected takes its click with it.
  let notification: Notification | null = null;

  function keepAwake(wanted: boolean): void {
    if (wanted) {
      blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    } else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }

  function showProgress({ phase, step, totalSteps }: RunStatus): void {
    const fraction = totalSteps === 0 ? 0 : step / totalSteps;
    if (phase === 'ended') {
      window()?.setProgressBar(-1);
    } else {
      const mode = phase === 'failed' ? 'error' : phase === 'held' ? 'paused' : 'normal';
      window()?.setProgressBar(fraction, { mode });
    }
  }

  function notify(notice: Notice): void {
    if (!Notification.isSupported()) {
      return;
    }
    notification = new Notification(notice);
    notification.on('click', show);
    notification.show();
  }

  function take(status: RunStatus): void {
    const wasUnderWay = isUnderWay(current);
    current = status;
    keepAwake(isUnderWay(status));
    showProgress(status);
    const notice = wasUnderWay && !isUnderWay(status) ? noticeOf(status, language()) : null;
    if (notice !== null && window()?.isFocused() !== true) {
      notify(notice);
    }
    changed(status);
  }

  return {
    status: () => current,
    isUnderWay: () => isUnderWay(current),
    take,
    trainerStopped(error) {
      if (current !== null && isUnderWay(current)) {
        const problem = new AppError('trainer-stopped', { ...error.data, step: current.step });
        take({ ...current, phase: 'failed', problem: problem.value });
      }
    },
    notify,
  };
}
