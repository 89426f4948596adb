/** How the charts are looked at: the same for all of them. */
import { z } from 'zod';
import { scales, type Scale } from '../logic/axis';
import { recall, remember } from '../logic/remembered';
import { defaultSmoothing, largestSmoothing } from '../logic/smoothing';
import type { StepRange } from '../logic/step-range';

let smoothing = $state(recall('smoothing', z.number().min(0).max(largestSmoothing), defaultSmoothing));
let scale = $state<Scale>(recall('scale', z.enum(scales), 'log'));
let isTable = $state(false);
let range = $state.raw<StepRange | null>(null);
let cursor = $state<number | null>(null);

export const charts = {
  /** Weight of the past in the smoothed curves. */
  get smoothing(): number {
    return smoothing;
  },
  set smoothing(weight: number) {
    smoothing = weight;
    remember('smoothing', weight);
  },
  /** Of the loss axes. */
  get scale(): Scale {
    return scale;
  },
  set scale(chosen: Scale) {
    scale = chosen;
    remember('scale', chosen);
  },
  /** Whether the losses stand in a table instead of charts. */
  get isTable(): boolean {
    return isTable;
  },
  set isTable(chosen: boolean) {
    isTable = chosen;
  },
  /** The part of the run that was zoomed into; null for all of it. */
  get range(): StepRange | null {
    return range;
  },
  set range(chosen: StepRange | null) {
    range = chosen;
  },
  /** The step whose values are read off; null for the newest. */
  get cursor(): number | null {
    return cursor;
  },
  set cursor(step: number | null) {
    cursor = step;
  },
};
