/** What does not change while the window is open: the application and the computer. */
import type { DeviceReport } from '../../src-main/contract/device';
import type { Result } from '../../src-main/contract/errors';
import type { AppInfo } from '../../src-main/contract/routes';
import { request } from '../studio';

/** Something asked for: nothing yet, or the answer. */
export type Answer<T> = Result<T> | null;

let appInfo = $state.raw<AppInfo | null>(null);
let device = $state.raw<Answer<DeviceReport>>(null);

export const machine = {
  get appInfo(): AppInfo | null {
    return appInfo;
  },
  get device(): Answer<DeviceReport> {
    return device;
  },
};

/** The first thing to know, because it has the language. */
export async function askForAppInfo(): Promise<void> {
  const result = await request('appInfo', null);
  appInfo = result.ok ? result.data : null;
}

export function setAppInfo(info: AppInfo): void {
  appInfo = info;
}

export async function askForDevice(): Promise<void> {
  device = await request('deviceReport', null);
}
