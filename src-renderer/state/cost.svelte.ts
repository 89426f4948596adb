/** What training was measured to cost on this computer. */
import type { TrainConfig } from '../../src-main/contract/config';
import type { Measurement } from '../../src-main/contract/cost';
import { request } from '../studio';

let measurements = $state.raw<readonly Measurement[]>([]);
let isMeasuring = $state(false);
/** Of the newest request: the answers of older ones start nothing more. */
let asked = 0;
/** How often everything measured was forgotten. */
let round = $state(0);

export const cost = {
  get measurements(): readonly Measurement[] {
    return measurements;
  },
  get isMeasuring(): boolean {
    return isMeasuring;
  },
  /** Changes when everything is to be measured anew. */
  get round(): number {
    return round;
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

/** Forgets what was measured; what the open settings need is measured anew. */
export async function measureAgain(): Promise<void> {
  stopMeasuring();
  const result = await request('forgetMeasurements', null);
  if (result.ok) {
    measurements = [];
    round += 1;
  }
}
