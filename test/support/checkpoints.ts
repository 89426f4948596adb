/** Checkpoints for tests. */
import type { TrainConfig } from '../../src-main/contract/config';
import type { CheckpointState } from '../../src-main/contract/run';
import type { CompiledModel } from '../../src-main/engine/compiled';
import { CheckpointSaver } from '../../src-main/run/saver';

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

/**
 * Writes a checkpoint, with nothing beside it, and waits until it is whole.
 *
 * @returns its folder
 * @throws AppError as `CheckpointSaver`
 */
export async function saveCheckpoint(run: string, model: CompiledModel, state: CheckpointState): Promise<string> {
  const saver = new CheckpointSaver(run, model);
  await saver.begin(state);
  const saved = await saver.finish();
  return saved?.folder ?? '';
}
