/** Events of a short run, as the trainer tells them. */
import type { StartEvent, StepMetrics } from '../../src-main/contract/metrics';

export const start: StartEvent = {
  type: 'start',
  device: 'a processor',
  run: '/runs/1',
  step: 0,
  total_steps: 100,
  steps_per_epoch: 10,
  batch: 1,
  size: 256,
  filters: 64,
  train_pairs: 10,
  changes: [],
  test_pairs: 2,
};

export const step = (number: number): StepMetrics => ({
  type: 'step',
  step: number,
  epoch: 1,
  gen_total_loss: 1,
  gen_gan_loss: 1,
  gen_l1_loss: 1,
  disc_loss: 1,
  step_seconds: 0.1,
  data_wait_seconds: 0,
});
