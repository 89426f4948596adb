/** States for checkpoints of tests. */
import type { TrainConfig } from '../../src-main/contract/config';
import type { CheckpointState } from '../../src-main/contract/run';

/** The state after a step of a run that saves at every one. */
export function checkpointState(
  config: TrainConfig,
  step: number,
  validationL1: number | null = null,
): CheckpointState {
  return {
    format: 1,
    versions: { studio: '0', tensorflow: '0', tfjs: '0' },
    step,
    epoch: 0,
    pairInEpoch: step,
    seed: config.seed,
    config,
    changes: [],
    datasetFingerprint: 'a'.repeat(64),
    ordinal: Math.max(1, step),
    validationL1,
  };
}
