/** What of a configuration may change while a run is under way, and the list of what did. */
import { parseTrainConfig, type TrainConfig } from '../contract/config';
import type { ConfigChange } from '../contract/run';

/** The networks and the data stay. */
export const changeableFields = ['epochs', 'steps', 'lambda', 'learningRate'] as const;
export type RunChanges = Partial<Pick<TrainConfig, (typeof changeableFields)[number]>>;

/**
 * The configuration with some fields changed. A new number of epochs counts by epochs again, even where the run was
 * started with a number of steps.
 *
 * @throws AppError `option-value` for a value out of its range.
 */
export function changedConfig(config: TrainConfig, changes: RunChanges): TrainConfig {
  const byEpochs = changes.epochs !== undefined && changes.steps === undefined;
  return parseTrainConfig({ ...config, ...changes, ...(byEpochs ? { steps: null } : {}) });
}

/** The differences of two configurations, which hold after `step`. */
export function changesBetween(before: TrainConfig, after: TrainConfig, step: number): readonly ConfigChange[] {
  return changeableFields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ step, field, from: before[field], to: after[field] }));
}
