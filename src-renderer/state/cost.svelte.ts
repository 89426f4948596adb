/** What training was measured to cost on this computer. */
import type { TrainConfig } from '../../src-main/contract/config';
import type { Measurement } from '../../src-main/contract/cost';
import { request } from '../studio';

let measurements = $state.raw<readonly Measurement[]>([]);
let isMeasuring = $state(false);
/** Of the newest request: the answers of older ones start nothing more. */
let asked = 0;

export const cost = {
  get measurements(): readonly Measurement[] {
    return measurements;
  },
  get isMeasuring(): boolean {
    return isMeasuring;
  },
};

/** Measures until the cost of this configuration is known as well as is sensible, or another one is asked about. */
export async function measureCost(config: TrainConfig): Promise<void> {
  asked += 1;
  const number = asked;
  isMeasuring = true;
  let isDone = false;
  while (!isDone) {
    const result = await request('measureCost', { config });
    if (number !== asked) {
      return;
    }
    isDone = !result.ok || result.data.isDone;
    measurements = result.ok ? result.data.measurements : measurements;
  }
  isMeasuring = false;
}

/** The fields have changed, or a run is to begin. */
export function stopMeasuring(): void {
  if (isMeasuring) {
    asked += 1;
    isMeasuring = false;
    void request('stopMeasuring', null);
  }
}
