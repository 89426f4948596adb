/** What becomes of a run when its window is closed: the person is asked, and a run that is to end is saved first. */
import type { AppEvent, CloseChoice } from '../contract/routes';

/** The window as far as its closing goes. */
export interface ClosableWindow {
  readonly on: (event: 'close', listener: (event: { preventDefault: () => void }) => void) => unknown;
  readonly show: () => void;
  readonly hide: () => void;
  readonly destroy: () => void;
  readonly webContents: { readonly isCrashed: () => boolean };
}

export interface ClosingOptions {
  readonly isUnderWay: () => boolean;
  /** Saves and ends the run, however long the checkpoint takes. */
  readonly stopRun: () => Promise<unknown>;
  readonly tell: (event: AppEvent) => void;
  /** The window has gone into the background. */
  readonly hidden: () => void;
}

export interface Closing {
  readonly answer: (choice: CloseChoice) => void;
  /** Saves and ends the run, if there is one, and closes the window without asking. */
  readonly stopAndClose: () => Promise<void>;
}

/** Stands between the window's closing and a run that is under way. */
export function superviseClosing(window: ClosableWindow, options: ClosingOptions): Closing {
  let isStopping = false;

  async function stopAndClose(): Promise<void> {
    if (isStopping) {
      return;
    }
    isStopping = true;
    if (options.isUnderWay()) {
      options.tell({ type: 'closing' });
      // A run that could not be saved has its last checkpoint; the window was still to close.
      await options.stopRun().catch(() => undefined);
    }
    window.destroy();
  }

  window.on('close', (event) => {
    if (!options.isUnderWay() && !isStopping) {
      return;
    }
    event.preventDefault();
    if (window.webContents.isCrashed()) {
      void stopAndClose();
    } else if (!isStopping) {
      // It may be in the background, and the quitting have come from its tray.
      window.show();
      options.tell({ type: 'close-asked' });
    }
  });

  return {
    answer(choice) {
      if (choice === 'stop') {
        void stopAndClose();
      } else if (choice === 'background') {
        window.hide();
        options.hidden();
      }
    },
    stopAndClose,
  };
}
