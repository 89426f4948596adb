/** Where things lie that can be made again, and how their number is kept down. */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { partialMark } from './whole-folder';

/** After this time a folder that was being filled is certainly abandoned. */
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

/** Packed stores that stay; the ones unused for longest go first. */
export const storesKept = 8;

/** The folder of the packed stores. */
export function storesFolder(): string {
  return join(cacheFolder(), 'stores');
}

/** The folder of unfinished downloads. */
export function downloadsFolder(): string {
  return join(cacheFolder(), 'downloads');
}

/** The folder of what is remembered of checked files. */
export function checkedFolder(): string {
  return join(cacheFolder(), 'checked');
}

/** The folder of what was measured of this machine. */
export function calibrationsFolder(): string {
  return join(cacheFolder(), 'calibrations');
}

/** PIX2PIX_STUDIO_CACHE, or the platform's own place for such things. */
export function cacheFolder(): string {
  const { PIX2PIX_STUDIO_CACHE: chosen, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (chosen !== undefined && chosen !== '') {
    return chosen;
  }
  const byPlatform: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: local ?? join(homedir(), 'AppData', 'Local'),
  };
  return join(byPlatform[process.platform] ?? xdg ?? join(homedir(), '.cache'), 'pix2pix-studio');
}

/** Marks an entry as used now. */
export async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now);
}

/** Whether a folder or file of the cache is being filled, as far as can be known. */
export async function isUnderWay(path: string): Promise<boolean> {
  if (!basename(path).includes(partialMark)) {
    return false;
  }
  const status = await stat(path).catch(() => null);
  return status !== null && Date.now() - status.mtimeMs <= abandonedAfterMilliseconds;
}

/** Removes all but the newest entries, and what interrupted makers left. What another program holds open may stay. */
export async function keepNewest(folder: string, kept: number): Promise<void> {
  const used: { path: string; time: number }[] = [];
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    const time = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (time === null) {
      continue;
    }
    if (!entry.includes(partialMark)) {
      used.push({ path, time });
    } else if (Date.now() - time > abandonedAfterMilliseconds) {
      await remove(path);
    }
  }
  used.sort((a, b) => b.time - a.time);
  for (const { path } of used.slice(kept)) {
    await remove(path);
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
