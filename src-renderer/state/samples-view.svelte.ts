/** Which sample is looked at, and how. */
import { z } from 'zod';
import { recall, remember } from '../logic/remembered';

/** What the prediction is wiped against. */
export const wipes = ['off', 'target', 'input'] as const;
export type WipeChoice = (typeof wipes)[number];

let pair = $state(0);
let step = $state<number | null>(null);
let wipe = $state<WipeChoice>(recall('wipe', z.enum(wipes), 'target'));
let share = $state(recall('wipe-share', z.number().min(0).max(100), 50));
/** What W switches back on. */
let lastWipe: WipeChoice = 'target';

export const samplesView = {
  /** Number of the pair, from 0. */
  get pair(): number {
    return pair;
  },
  set pair(chosen: number) {
    pair = chosen;
  },
  /** The step that is looked back at; null for the newest one, also when a newer one comes. */
  get step(): number | null {
    return step;
  },
  set step(chosen: number | null) {
    step = chosen;
  },
  get wipe(): WipeChoice {
    return wipe;
  },
  set wipe(chosen: WipeChoice) {
    wipe = chosen;
    lastWipe = chosen === 'off' ? lastWipe : chosen;
    remember('wipe', chosen);
  },
  /** Percent of the prediction that is wiped away. */
  get wipeShare(): number {
    return share;
  },
  set wipeShare(percent: number) {
    share = percent;
    remember('wipe-share', percent);
  },
};

export function toggleWipe(): void {
  samplesView.wipe = wipe === 'off' ? lastWipe : 'off';
}

/** Shows an earlier or later one of the given steps; beyond the last one, the newest. */
export function moveSample(steps: readonly number[], by: number): void {
  const shown = step === null ? steps.length - 1 : steps.indexOf(step);
  const next = Math.max(0, shown + by);
  step = next >= steps.length - 1 ? null : (steps[next] ?? null);
}
