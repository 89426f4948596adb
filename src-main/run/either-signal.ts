/** `AbortSignal.any`, which the Node of Electron does not have. */

/** Aborted as soon as one of the signals is, with its reason. */
export function eitherSignal(...signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    const abort = (): void => {
      controller.abort(signal.reason);
    };
    if (signal.aborted) {
      abort();
    } else {
      signal.addEventListener('abort', abort, { once: true, signal: controller.signal });
    }
  }
  return controller.signal;
}
