/** Ctrl-C and its relatives: the first stops and saves, the second quits. */
/** Asks the run to stop. A closed terminal or a service manager gets the same care as a person at the keys. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Under "npm run", one Ctrl-C arrives twice: from the terminal and forwarded by npm. */
const echoMilliseconds = 500;

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Gives the signals their usual effect again. */
  release(): void;
}

/** What a signal leads to. */
export interface Effects {
  /** Called once, at the first signal. */
  readonly announce: () => void;
  /** Called at the second Ctrl-C, when signals have their usual effect again: ends the process. */
  readonly quit: () => void;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/**
 * Listens to the process's signals until `release`.
 *
 * @param outputClosed also stops: nobody reads the output any more.
 */
export function stopOnInterrupt(outputClosed: AbortSignal, { announce, quit, now }: Effects): Interrupt {
  const controller = new AbortController();
  let firstAt: number | null = null;

  const stop = (): void => {
    if (firstAt === null) {
      firstAt = now();
      announce();
      controller.abort();
    }
  };
  const interrupted = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT' && firstAt !== null && now() - firstAt > echoMilliseconds) {
      release();
      quit();
    }
    stop();
  };
  const release = (): void => {
    stopSignals.forEach((name) => process.off(name, interrupted));
    outputClosed.removeEventListener('abort', stop);
  };

  stopSignals.forEach((signal) => process.on(signal, interrupted));
  if (outputClosed.aborted) {
    stop();
  }
  outputClosed.addEventListener('abort', stop);

  return { stop: controller.signal, release };
}
