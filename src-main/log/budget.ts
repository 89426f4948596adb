/** How much a source may write: a burst at once, and then so much a second, so that it cannot push all else out. */
import type { LogLevel } from '../contract/log';

/** Characters at once: about a thousand ordinary lines. */
const burst = 128 * 1024;
/** Characters a second from then on; the files that are kept hold almost two hours of that. */
const perSecond = 4 * 1024;
/** What a line takes beside its text. */
const overhead = 64;

export type Say = (level: LogLevel, text: string) => void;

/**
 * Passes on what keeps to the budget, and before the next that does how many did not.
 *
 * @param clock in milliseconds
 */
export function withinBudget(say: Say, clock: () => number = () => performance.now()): Say {
  let left = burst;
  let at = clock();
  let leftOut = 0;
  return (level, text) => {
    const now = clock();
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    at = now;
    if (text.length + overhead > left) {
      leftOut += 1;
      return;
    }
    left -= text.length + overhead;
    if (leftOut > 0) {
      say('warn', `${String(leftOut)} lines were too many and are left out`);
      leftOut = 0;
    }
    say(level, text);
  };
}
