import { stretchesOf, type Numbers } from '../../src-main/contract/stretches';
import { LossHistory } from '../../src-renderer/logic/loss-history';

/** A read history in which every loss has these values. */
export function historyOfEach(values: Numbers): LossHistory {
  const stretches = stretchesOf(values);
  return LossHistory.of({
    losses: { gen_total_loss: values, gen_gan_loss: values, gen_l1_loss: values, disc_loss: values },
    stretches: { gen_total_loss: stretches, gen_gan_loss: stretches, gen_l1_loss: stretches, disc_loss: stretches },
  });
}
