/** What an export is made from: a run's checkpoint, its weights readable one at a time. */
import type { CheckpointChoice } from '../contract/export';
import type { CheckpointState, RunRecord } from '../contract/run';
import { generatorVariables, type Architecture } from '../core/variables';
import { createGenerator } from '../engine/generator';
import { restoreCheckpoint, type SkippedCheckpoint } from '../run/checkpoint';
import { chooseCheckpoint } from '../run/choose-checkpoint';
import { readRunRecord } from '../runfolder/record';
import type { Weight } from '../saved-model/weight-constants';

export interface ExportSource {
  readonly run: string;
  readonly record: RunRecord;
  readonly state: CheckpointState;
  readonly architecture: Architecture;
  /** All of the generator, in the order of the data. */
  readonly weights: readonly Weight[];
  /** Damaged checkpoints that would have been preferred. */
  readonly skipped: readonly { readonly damaged: string; readonly used: string; readonly reason: string }[];
}

/**
 * Reads the generator's weights from a checkpoint that is whole.
 *
 * @throws AppError `run-missing`, `run-damaged`, `run-newer`, and as `chooseCheckpoint`.
 */
export async function readExportSource(run: string, choice: CheckpointChoice): Promise<ExportSource> {
  const record = await readRunRecord(run);
  const { checkpoint, skipped } = await chooseCheckpoint(run, choice);
  const architecture = record.config;
  const generator = await createGenerator(architecture);
  try {
    restoreCheckpoint(generator, checkpoint);
    const weights = generatorVariables(architecture).map((spec) => ({ ...spec, values: generator.get(spec.name) }));
    return {
      run,
      record,
      state: checkpoint.state,
      architecture,
      weights,
      skipped: skipped.map(({ folder, reason }: SkippedCheckpoint) => ({
        damaged: folder,
        used: checkpoint.folder,
        reason,
      })),
    };
  } finally {
    generator.dispose();
  }
}
