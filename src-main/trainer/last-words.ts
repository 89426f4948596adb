/** What is said for the process that trains when it was ended for lack of memory: by then it cannot. */
import { parseTrainConfig } from '../contract/config';
import type { CostFields } from '../contract/cost';
import { isUnderWay, type RunStatus } from '../contract/run-status';
import type { TrainerRequest } from '../contract/trainer';
import { endedByMemory } from '../run/guard';
import type { LackOfMemory } from '../run/process-memory';
import type { TrainingMessage } from './training';

export interface LastWords {
  /** Notes what the process was asked. */
  readonly asked: (request: TrainerRequest) => void;
  /** Notes what it said. */
  readonly said: (message: TrainingMessage) => void;
  /** Answers what is open, and tells the end of the run; false if nothing was being trained. */
  readonly say: (lack: LackOfMemory) => boolean;
}

/** @param pass takes what is said */
export function createLastWords(pass: (message: TrainingMessage) => void): LastWords {
  const open = new Set<number>();
  let networks: CostFields | null = null;
  let status: RunStatus | null = null;
  return {
    asked(request) {
      open.add(request.id);
      if (request.type === 'train' || request.type === 'calibrate') {
        networks = networksOf(request.config) ?? networks;
      }
    },
    said({ message }) {
      if (message.type === 'reply') {
        open.delete(message.id);
      } else if (message.type === 'status') {
        status = message.status;
      } else if (message.type === 'start') {
        networks = message;
      }
    },
    say(lack) {
      if (networks === null) {
        return false;
      }
      const error = endedByMemory(networks, lack).value;
      if (status !== null && isUnderWay(status)) {
        status = { ...status, phase: 'failed', problem: error };
        pass({ to: 'window', message: { type: 'failed', error } });
        pass({ to: 'app', message: { type: 'status', status } });
      }
      for (const id of open) {
        pass({ to: 'app', message: { type: 'reply', id, result: { ok: false, error } } });
      }
      open.clear();
      return true;
    },
  };
}

/** Null for a configuration that the process refuses. */
function networksOf(config: unknown): CostFields | null {
  try {
    return parseTrainConfig(config);
  } catch {
    return null;
  }
}
