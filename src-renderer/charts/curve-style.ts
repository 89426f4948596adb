/** How each loss is drawn: never by colour alone. The colours are names of design tokens. */
import type { LossName } from '../../src-main/contract/metrics';

export interface CurveStyle {
  readonly colour: string;
  /** Lengths of strokes and gaps in pixels; empty for a whole line. */
  readonly dash: readonly number[];
  /** Chart.js' name of the marker. */
  readonly marker: 'circle' | 'rect' | 'triangle' | 'rectRot';
}

export const curveStyles: Readonly<Record<LossName, CurveStyle>> = {
  gen_total_loss: { colour: '--chart-total', dash: [], marker: 'circle' },
  gen_gan_loss: { colour: '--chart-gan', dash: [6, 3], marker: 'rect' },
  gen_l1_loss: { colour: '--chart-l1', dash: [10, 3, 2, 3], marker: 'triangle' },
  disc_loss: { colour: '--chart-disc', dash: [2, 3], marker: 'rectRot' },
};
