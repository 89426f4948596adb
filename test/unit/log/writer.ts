/** A program for tests: writes so many lines of its own to a log, one a turn, and then ends in the way it is told. */
import { log, openLog } from '../../../src-main/log/log';

const [path, lines, largest] = process.argv.slice(2);
openLog('cli', path, largest === undefined ? undefined : Number(largest));
let number = 0;
const next = (): void => {
  if (number < Number(lines)) {
    log('info', `line ${String(number)} ${'y'.repeat(number % 50)}\nof one`);
    number += 1;
    setImmediate(next);
  }
};
next();
