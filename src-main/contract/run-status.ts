/** What the application knows of the run that is training: enough for its menus, its tray and its notifications. */
import type { ErrorValue } from './errors';

/** `held` is a run that a person has paused, or that waits for its disk. */
export type RunPhase = 'training' | 'held' | 'ended' | 'failed';

export interface RunStatus {
  /** Absolute path of the run folder. */
  readonly run: string;
  readonly phase: RunPhase;
  /** Steps done, of how many. */
  readonly step: number;
  readonly totalSteps: number;
  /** Whether it reached its configured end. */
  readonly complete: boolean;
  /** Why it failed, or what it waits for. */
  readonly problem: ErrorValue | null;
}

/** Whether a run is under way, paused or not. */
export function isUnderWay(status: RunStatus | null): boolean {
  return status?.phase === 'training' || status?.phase === 'held';
}
