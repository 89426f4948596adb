/** Where the log lies: in the application's data folder, for the window and the command line alike. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { productName } from '../../package.json';
import { logFileName, processRoles, type ProcessRole } from '../contract/log';

/** Names the folder; the application sets it for its children. */
const folderVariable = 'PIX2PIX_STUDIO_LOGS';
/** Names the application's data folder; `app/places.ts` reads it too. */
const userDataVariable = 'PIX2PIX_STUDIO_USER_DATA';
/** Tells a child what it is there for. */
const roleVariable = 'PIX2PIX_STUDIO_ROLE';

type Environment = Readonly<Record<string, string | undefined>>;

/** The log's folder below the application's data folder. */
export function logFolderIn(userData: string): string {
  return join(userData, 'logs');
}

/** Path of the log file, as the environment or the platform has it. */
export function logPath(environment: Environment = process.env): string {
  return join(logFolder(environment), logFileName);
}

/** What a child is to be told: the folder of this process's log, and its own role. */
export function logEnvironment(role: ProcessRole, environment: Environment = process.env): Record<string, string> {
  return { [folderVariable]: logFolder(environment), [roleVariable]: role };
}

/** The role that this process was told, or `otherwise`. */
export function roleOfEnvironment(otherwise: ProcessRole, environment: Environment = process.env): ProcessRole {
  return processRoles.find((role) => role === environment[roleVariable]) ?? otherwise;
}

/** Puts this process's log, and that of the children it will start, into the application's data folder. */
export function chooseLogFolder(userData: string): void {
  if ((process.env[folderVariable] ?? '') === '') {
    process.env[folderVariable] = logFolderIn(userData);
  }
}

function logFolder({ [folderVariable]: chosen, ...environment }: Environment): string {
  return chosen !== undefined && chosen !== '' ? chosen : logFolderIn(userDataFolder(environment));
}

/** As Electron finds it for an application of this name. */
function userDataFolder({ [userDataVariable]: chosen, XDG_CONFIG_HOME: xdg, APPDATA: roaming }: Environment): string {
  if (chosen !== undefined && chosen !== '') {
    return chosen;
  }
  const byPlatform: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    darwin: join(homedir(), 'Library', 'Application Support'),
    win32: roaming ?? join(homedir(), 'AppData', 'Roaming'),
  };
  const linux = xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.config');
  return join(byPlatform[process.platform] ?? linux, productName);
}
