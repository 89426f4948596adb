/** From a run's configuration to what decides its networks. */
import type { TrainConfig } from '../contract/config';
import { storeGeometry } from '../data/pair-source';
import type { ModelConfig } from '../engine/model';

/** The part of a configuration that decides the model's graph. @throws Error if it leaves a choice to the machine. */
export function modelConfig(config: TrainConfig): ModelConfig {
  const { precision, xla } = config;
  if (precision === 'auto' || xla === 'auto') {
    throw new Error('The model of a configuration was asked for before its execution was chosen.');
  }
  return {
    size: config.size,
    filters: config.filters,
    dropout: config.dropout,
    leakySlope: config.leakySlope,
    normEpsilon: config.normEpsilon,
    bottleneckNorm: config.bottleneckNorm,
    discriminatorLossScale: config.discriminatorLossScale,
    batch: config.batch,
    beta1: config.beta1,
    colourJitter: config.colourJitter,
    precision,
    xla,
    storedSize: storeGeometry(config).jitterSize,
  };
}
