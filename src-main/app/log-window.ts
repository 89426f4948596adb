/** What Electron tells of the window's and of its own processes, for the log. */
import { app, type WebContents } from 'electron';
import { z } from 'zod';
import { childEnded, childStarted } from '../log/children';
import { log, logError, sayFor } from '../log/log';
import { isOwnService } from './process-host';

/** Electron 35 and later give one object; before, the level was a number and stood beside the text. */
const detailsSchema = z.object({
  level: z.string(),
  message: z.string(),
  lineNumber: z.number(),
  sourceId: z.string(),
});
const valuesSchema = z.tuple([z.number(), z.string(), z.number(), z.string()]);
const errorLevel = 3;

/** An error that the page wrote to its console, with its place, or null for what is no error. */
export function consoleError(details: unknown, ...values: readonly unknown[]): string | null {
  const one = detailsSchema.safeParse(details);
  if (one.success) {
    const { level, message, lineNumber, sourceId } = one.data;
    return level === 'error' ? placed(message, sourceId, lineNumber) : null;
  }
  const several = valuesSchema.safeParse(values);
  if (!several.success) {
    return null;
  }
  const [level, message, line, source] = several.data;
  return level === errorLevel ? placed(message, source, line) : null;
}

function placed(message: string, source: string, line: number): string {
  return `${message} (${source}:${String(line)})`;
}

/** Logs what goes wrong in a page, uncaught errors among it: those are errors of its console. */
export function logErrorsOf(contents: WebContents): void {
  let pid = contents.getOSProcessId();
  let speak = sayFor({ role: 'window', pid });
  const say = (text: string): void => {
    speak('error', text);
  };
  contents.on('console-message', (details, level, message, line, source) => {
    const error = consoleError(details, level, message, line, source);
    if (error !== null) {
      say(`console: ${error}`);
    }
  });
  contents.on('did-fail-load', (_event, code, description, address) => {
    say(`could not load ${address}: ${description} (${String(code)})`);
  });
  contents.on('preload-error', (_event, _path, error) => {
    say(`preload: ${error.stack ?? error.message}`);
  });
  contents.on('unresponsive', () => {
    say('does not respond');
  });
  contents.on('dom-ready', () => {
    const now = contents.getOSProcessId();
    if (now !== pid) {
      pid = now;
      speak = sayFor({ role: 'window', pid });
    }
    childStarted('window', pid);
  });
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const how = `code ${String(exitCode)}, ${reason}`;
    childEnded('window', pid, { how, isExpected: reason === 'clean-exit', dismissal: null });
  });
}

/** Logs the ends of Chromium's own processes, and promises of this process whose failure nobody took. */
export function logProcesses(): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (isOwnService(name)) {
      // Its host tells of it.
      return;
    }
    const level = reason === 'clean-exit' ? 'info' : 'error';
    log(level, `${type} process ${name ?? ''} ended: code ${String(exitCode)}, ${reason}`);
  });
  process.on('unhandledRejection', (reason) => {
    logError('unhandledRejection', reason);
  });
}
