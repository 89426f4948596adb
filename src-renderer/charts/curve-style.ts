/** How each loss is drawn: never by colour alone. The colours are names of design tokens. */
import type { LossName } from '../../src-main/contract/metrics';

export interface CurveStyle {
  readonly colour: string;
  /** Lengths of strokes and gaps in pixels; empty for a whole line. */
  readonly dash: readonly number[];
  /** Outline of the marker around its middle, as an SVG path. */
  readonly marker: string;
}

const markers = {
  circle: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z',
  square: 'M-3-3h6v6h-6z',
  triangle: 'M0-3.8 3.6 2.8h-7.2z',
  diamond: 'M0-4 4 0 0 4-4 0z',
};

export const curveStyles: Readonly<Record<LossName, CurveStyle>> = {
  gen_total_loss: { colour: '--chart-total', dash: [], marker: markers.circle },
  gen_gan_loss: { colour: '--chart-gan', dash: [6, 3], marker: markers.square },
  gen_l1_loss: { colour: '--chart-l1', dash: [10, 3, 2, 3], marker: markers.triangle },
  disc_loss: { colour: '--chart-disc', dash: [2, 3], marker: markers.diamond },
};
