/** What a window must be told to take up a run that is under way: one that has crashed and was loaded anew. */
import type { StartEvent, StepMetrics } from '../contract/metrics';
import type { TrainerEvent, UnderWayEvent } from '../contract/trainer';

/** The log on the disk is a second behind; at no rate that can be reached are these fewer steps. */
const keptSteps = 5000;

export interface RunKeeper {
  /** Takes every event of every run. */
  readonly take: (event: TrainerEvent) => void;
  /** The run that is under way, or null. */
  readonly underWay: () => UnderWayEvent | null;
}

interface KeptRun {
  start: StartEvent;
  /** Put forward by every pause. */
  startedAt: number;
  heldAt: number | null;
  recent: StepMetrics[];
}

/** @param now a clock in milliseconds */
export function createRunKeeper(now: () => number = () => performance.now()): RunKeeper {
  let run: KeptRun | null = null;

  function add(kept: KeptRun, step: StepMetrics): void {
    kept.recent.push(step);
    if (kept.recent.length >= 2 * keptSteps) {
      kept.recent = kept.recent.slice(-keptSteps);
    }
  }

  return {
    take(event) {
      if (event.type === 'start') {
        run = { start: event, startedAt: now(), heldAt: null, recent: [] };
      } else if (event.type === 'done' || event.type === 'failed') {
        run = null;
      } else if (run !== null) {
        switch (event.type) {
          case 'step':
            add(run, event);
            break;
          case 'change':
            run.start = { ...run.start, total_steps: event.total_steps };
            break;
          case 'held':
            run.heldAt = now();
            break;
          case 'released':
            run.startedAt += now() - (run.heldAt ?? now());
            run.heldAt = null;
            break;
          case 'sample':
          case 'pictures':
          case 'checkpoint':
          case 'warning':
          case 'paused':
          case 'continued':
          case 'history':
          case 'inspecting':
          case 'fetching':
          case 'under-way':
            break;
        }
      }
    },
    underWay() {
      if (run === null) {
        return null;
      }
      const { start, startedAt, heldAt, recent } = run;
      return {
        type: 'under-way',
        start,
        milliseconds: (heldAt ?? now()) - startedAt,
        held: heldAt !== null,
        recent: recent.slice(-keptSteps),
      };
    },
  };
}
