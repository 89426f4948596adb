import { onTestFinished, describe, expect, it } from 'vitest';
import { stopOnInterrupt, type Interrupt } from '../../../src-main/cli/interrupt';

/** Interrupts of this process, with a clock that the test sets. */
function listen(): { interrupt: Interrupt; happened: string[]; press: (signal: NodeJS.Signals, at: number) => void } {
  const happened: string[] = [];
  let time = 0;
  const interrupt = stopOnInterrupt(new AbortController().signal, {
    announce: () => happened.push('announced'),
    quit: () => happened.push('quit'),
    now: () => time,
  });
  onTestFinished(() => {
    interrupt.release();
  });
  const press = (signal: NodeJS.Signals, at: number): void => {
    time = at;
    process.emit(signal, signal);
  };
  return { interrupt, happened, press };
}

describe('signals during a training', () => {
  it('first stop and then quit at the second Ctrl-C', () => {
    const { interrupt, happened, press } = listen();
    expect(interrupt.stop.aborted).toBe(false);
    press('SIGINT', 1000);
    expect(interrupt.stop.aborted).toBe(true);
    expect(happened).toEqual(['announced']);
    press('SIGINT', 3000);
    expect(happened).toEqual(['announced', 'quit']);
  });

  it('count one Ctrl-C that arrives twice, passed on by npm, as one', () => {
    const { happened, press } = listen();
    press('SIGINT', 1000);
    press('SIGINT', 1020);
    expect(happened).toEqual(['announced']);
  });

  it('never quit without saving at a second SIGTERM', () => {
    const { happened, press } = listen();
    press('SIGTERM', 1000);
    press('SIGTERM', 3000);
    expect(happened).toEqual(['announced']);
  });
});
