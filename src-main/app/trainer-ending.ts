/** Chromium's reasons for the end of a process, in the words of the contract. */
import type { TrainerEnding } from '../contract/trainer';

const endings: Readonly<Record<string, TrainerEnding>> = {
  'clean-exit': 'ended',
  'abnormal-exit': 'crashed',
  killed: 'killed',
  crashed: 'crashed',
  oom: 'out-of-memory',
  'memory-eviction': 'out-of-memory',
  'launch-failed': 'not-started',
  'integrity-failure': 'not-started',
};

export function endingOf(reason: string): TrainerEnding {
  return endings[reason] ?? 'ended';
}
