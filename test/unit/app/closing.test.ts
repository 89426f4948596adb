import { describe, expect, it } from 'vitest';
import { superviseClosing, type Closing } from '../../../src-main/app/closing';
import type { AppEvent } from '../../../src-main/contract/routes';

/** A window that writes down what is done to it. */
function makeScene({
  underWay = true,
  crashed = false,
  saved = Promise.resolve(),
}: { underWay?: boolean; crashed?: boolean; saved?: Promise<void> } = {}): {
  log: string[];
  closing: Closing;
  close: () => boolean;
  state: { underWay: boolean };
} {
  const log: string[] = [];
  const state = { underWay };
  let listener: (event: { preventDefault: () => void }) => void = () => undefined;
  const note = (what: string) => () => {
    log.push(what);
  };
  const closing = superviseClosing(
    {
      on: (_event, listen) => {
        listener = listen;
      },
      show: note('show'),
      hide: note('hide'),
      destroy: note('destroy'),
      webContents: { isCrashed: () => crashed },
    },
    {
      isUnderWay: () => state.underWay,
      stopRun: () => {
        log.push('stop');
        return saved;
      },
      tell: ({ type }: AppEvent) => {
        log.push(type);
      },
      hidden: note('hidden'),
    },
  );
  return {
    log,
    closing,
    state,
    /** Whether the window may go. */
    close() {
      let goes = true;
      listener({ preventDefault: () => (goes = false) });
      return goes;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('closing the window', () => {
  it('needs no question when no run is training', () => {
    const { close, log } = makeScene({ underWay: false });
    expect(close()).toBe(true);
    expect(log).toEqual([]);
  });

  it('asks during training, brings the window back for it, and does nothing when that is refused', () => {
    const { close, log, closing } = makeScene();
    expect(close()).toBe(false);
    closing.answer('cancel');
    expect(log).toEqual(['show', 'close-asked']);
  });

  it('hides the window when the run is to go on', () => {
    const { close, log, closing } = makeScene();
    close();
    closing.answer('background');
    expect(log).toEqual(['show', 'close-asked', 'hide', 'hidden']);
  });

  it('saves the run before the window goes, once, and asks no more', async () => {
    let save: () => void = () => undefined;
    const saved = new Promise<void>((resolve) => (save = resolve));
    const { close, log, closing } = makeScene({ saved });
    close();
    closing.answer('stop');
    expect(close()).toBe(false);
    closing.answer('stop');
    await settled();
    expect(log).toEqual(['show', 'close-asked', 'closing', 'stop']);
    save();
    await settled();
    expect(log.at(-1)).toBe('destroy');
  });

  it('closes even if the run could not be saved', async () => {
    const { log, closing } = makeScene({ saved: Promise.reject(new Error('no room')) });
    await closing.stopAndClose();
    expect(log).toEqual(['closing', 'stop', 'destroy']);
  });

  it('saves without a question when there is no page left to ask on', async () => {
    const { close, log } = makeScene({ crashed: true });
    expect(close()).toBe(false);
    await settled();
    expect(log).toEqual(['closing', 'stop', 'destroy']);
  });
});
