/** Keeps the application informed of the run: seldom, because its menus and notifications need no more. */
import type { RunStatus } from '../contract/run-status';
import type { TrainerEvent } from '../contract/trainer';

/** Milliseconds between two words about a run's progress; its beginning, its holds and its end are told at once. */
const interval = 1000;

/**
 * Takes every event of every run and tells what has come of it.
 *
 * @param now a clock in milliseconds
 */
export function createStatusTeller(
  tell: (status: RunStatus) => void,
  now: () => number = () => performance.now(),
): (event: TrainerEvent) => void {
  let status: RunStatus | null = null;
  let toldAt = -Infinity;

  function change(next: RunStatus, isUrgent: boolean): void {
    status = next;
    if (isUrgent || now() - toldAt >= interval) {
      toldAt = now();
      tell(next);
    }
  }

  return (event) => {
    if (event.type === 'start') {
      const { run, step, total_steps: totalSteps } = event;
      change({ run, phase: 'training', step, totalSteps, complete: false, problem: null }, true);
      return;
    }
    if (status === null) {
      return;
    }
    switch (event.type) {
      case 'step':
        change({ ...status, step: event.step }, false);
        break;
      case 'change':
        change({ ...status, totalSteps: event.total_steps }, true);
        break;
      case 'held':
        change({ ...status, phase: 'held', problem: null }, true);
        break;
      case 'paused':
        change({ ...status, phase: 'held', problem: event.error }, true);
        break;
      case 'released':
      case 'continued':
        change({ ...status, phase: 'training', problem: null }, true);
        break;
      case 'done':
        change({ ...status, phase: 'ended', step: event.step, complete: event.complete }, true);
        break;
      case 'failed':
        change({ ...status, phase: 'failed', problem: event.error }, true);
        break;
      case 'sample':
      case 'pictures':
      case 'checkpoint':
      case 'warning':
      case 'inspecting':
      case 'fetching':
      case 'history':
      case 'under-way':
        break;
    }
  };
}
