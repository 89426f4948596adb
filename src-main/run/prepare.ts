/** From a configuration to a model on a device: what a new run, a resumed one and a prediction have in common. */
import type { TrainConfig } from '../contract/config';
import type { DatasetReport } from '../contract/dataset';
import { AppError } from '../contract/errors';
import type { StartEvent } from '../contract/metrics';
import type { RunRecord } from '../contract/run';
import { openPairs } from '../data/open-pairs';
import type { PairSource } from '../data/pair-source';
import { createCompiledModel, type CompiledModel } from '../engine/compiled';
import { deviceReport } from '../engine/device';
import { chooseExecution } from './execution';
import { explainMemory } from './guard';
import { modelConfig } from './model-config';

/**
 * Makes the model; its variables have no values yet. The caller disposes it.
 *
 * @throws AppError `gpu-missing` when the configuration insists on one, `native-library-missing`.
 */
export async function prepareModel(
  config: TrainConfig,
): Promise<{ readonly model: CompiledModel; readonly device: string }> {
  if (config.deterministic) {
    // TensorFlow reads it when it first runs an operation that could be done in more than one order.
    process.env['TF_DETERMINISTIC_OPS'] = '1';
  }
  const report = await deviceReport();
  if (config.device === 'gpu' && report.kind !== 'gpu') {
    throw new AppError('gpu-missing', { reason: 'the TensorFlow library found none' });
  }
  return { model: await createCompiledModel(modelConfig(await chooseExecution(config))), device: report.name };
}

/**
 * Gives a model to `work` and disposes it afterwards.
 *
 * @throws AppError as `prepareModel` and `work`, and `out-of-memory` where TensorFlow says so in either.
 */
export async function withModel<T>(
  config: TrainConfig,
  work: (model: CompiledModel, device: string) => Promise<T>,
): Promise<T> {
  try {
    const { model, device } = await prepareModel(config);
    try {
      return await work(model, device);
    } finally {
      model.dispose();
    }
  } catch (error) {
    throw explainMemory(error, config);
  }
}

/** Gives the dataset's store to `work` and closes it afterwards. */
export async function withStore<T>(
  report: DatasetReport,
  config: TrainConfig,
  work: (store: PairSource) => Promise<T>,
): Promise<T> {
  const store = await openPairs(report, config);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

export function startEvent(
  run: string,
  { config, changes }: RunRecord,
  store: PairSource,
  device: string,
  step: number,
  total: number,
): StartEvent {
  const trainPairs = store.names('train').length;
  return {
    type: 'start',
    device,
    run,
    step,
    total_steps: total,
    steps_per_epoch: trainPairs / config.batch,
    batch: config.batch,
    size: config.size,
    filters: config.filters,
    train_pairs: trainPairs,
    test_pairs: store.names('test').length,
    changes,
  };
}
