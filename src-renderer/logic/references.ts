/** What a discriminator that cannot tell real from generated makes of the losses. */
import type { TrainConfig } from '../../src-main/contract/config';
import type { LossName } from '../../src-main/contract/metrics';

export interface Reference {
  readonly value: number;
  readonly label: string;
}

/**
 * Sigmoid cross-entropy of logit 0 is log 2: gen_gan_loss has one such term; disc_loss has two, times its scale, which
 * preset Paper sets to a half.
 */
export function referencesOf(
  name: LossName,
  { discriminatorLossScale }: Pick<TrainConfig, 'discriminatorLossScale'>,
): readonly Reference[] {
  switch (name) {
    case 'gen_gan_loss':
      return [logTwo(1)];
    case 'disc_loss':
      return [logTwo(2 * discriminatorLossScale)];
    case 'gen_total_loss':
    case 'gen_l1_loss':
      return [];
  }
}

function logTwo(factor: number): Reference {
  return { value: factor * Math.LN2, label: factor === 1 ? 'log 2' : `${String(factor)} log 2` };
}
