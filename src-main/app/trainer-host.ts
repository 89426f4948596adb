/** The host of a trainer process, whose run is saved before it ends. */
import type { TrainerReplies, TrainerRequest } from '../contract/trainer';
import { createProcessHost, type BodyOf, type ProcessHost, type ProcessHostOptions } from './process-host';

/** Enough for the slowest step and a checkpoint of the largest networks on a slow disk. */
const stopDeadline = 180_000;

/** What a request says beside its type and number. */
export type RequestBody<T extends TrainerRequest['type']> = BodyOf<TrainerRequest, T>;

export interface TrainerHost extends ProcessHost<TrainerRequest, TrainerReplies> {
  /** Saves and ends a run that is going on; after the deadline the process is killed. */
  stop: () => Promise<TrainerReplies['stop']>;
}

/** A host without a process yet. */
export function createTrainerHost(options: ProcessHostOptions): TrainerHost {
  const host = createProcessHost<TrainerRequest, TrainerReplies>(options);
  return { ...host, stop: async () => (await host.requestWithin(stopDeadline, 'stop', {})) ?? { step: 0 } };
}
