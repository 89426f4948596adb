/** What does not change while the window is open: the application, the computer, the sample pairs. */
import type { DeviceReport } from '../../src-main/contract/device';
import type { Result } from '../../src-main/contract/errors';
import type { AppInfo, SamplePair } from '../../src-main/contract/routes';
import { request } from '../studio';

/** Something asked for: nothing yet, or the answer. */
export type Answer<T> = Result<T> | null;

let appInfo = $state.raw<AppInfo | null>(null);
let device = $state.raw<Answer<DeviceReport>>(null);
let pairs = $state.raw<Answer<readonly SamplePair[]>>(null);

export const machine = {
  get appInfo(): AppInfo | null {
    return appInfo;
  },
  get device(): Answer<DeviceReport> {
    return device;
  },
  get pairs(): Answer<readonly SamplePair[]> {
    return pairs;
  },
};

/** The first thing to know, because it has the language. */
export async function askForAppInfo(): Promise<void> {
  const result = await request('appInfo', null);
  appInfo = result.ok ? result.data : null;
}

export async function askForMachine(): Promise<void> {
  await Promise.all([
    request('samplePairs', null).then((result) => (pairs = result)),
    request('deviceReport', null).then((result) => (device = result)),
  ]);
}
