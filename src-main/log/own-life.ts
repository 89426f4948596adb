/** The life of this process in the log: its start, what nobody caught, and its end. */
import { arch, release } from 'node:os';
import { log, logError, openLog } from './log';
import type { ProcessRole } from '../contract/log';

/**
 * Opens the log and tells of this process from now on. What nobody caught ends the process as before; it is only told.
 *
 * @param about what the process was started for
 */
export function keepLog(role: ProcessRole, about = ''): void {
  openLog(role);
  // The types of Electron make it certain that there is one.
  const electron = new Map(Object.entries(process.versions)).get('electron');
  const runtime = `${electron === undefined ? '' : `Electron ${electron}, `}Node.js ${process.versions.node}`;
  log('info', `begins: ${runtime}, ${process.platform} ${release()} ${arch()}${about === '' ? '' : `: ${about}`}`);
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    logError(origin, error);
  });
  process.once('exit', (code) => {
    log('info', `ends: code ${String(code)}`);
  });
}
