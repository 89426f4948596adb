/** A run whose next step overflows, on every machine. */
import { findCheckpoint, restoreCheckpoint } from '../../src-main/run/checkpoint';
import { prepareModel } from '../../src-main/run/prepare';
import { readRunRecord } from '../../src-main/runfolder/record';
import { saveCheckpoint } from './checkpoints';

/**
 * Puts a new checkpoint, one ordinal later, in the place of the newest: the discriminator's last kernel has nearly the
 * largest float32, so that its logits are infinite.
 *
 * @returns the step
 */
export async function makeOverflow(run: string): Promise<number> {
  const { config } = await readRunRecord(run);
  const { checkpoint } = await findCheckpoint(run);
  if (checkpoint === null) {
    throw new Error(`${run} has no checkpoint.`);
  }
  const { model } = await prepareModel(config);
  try {
    restoreCheckpoint(model, checkpoint);
    const kernel = 'discriminator/last/kernel';
    model.set(kernel, model.get(kernel).fill(3e38));
    const { state } = checkpoint;
    await saveCheckpoint(run, model, { ...state, step: state.step + 1, ordinal: state.ordinal + 1 });
    return state.step + 1;
  } finally {
    model.dispose();
  }
}
