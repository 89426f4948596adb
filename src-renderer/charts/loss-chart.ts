/** Axes, reference lines and marks around the curves. Only the parts of Chart.js that they need are registered. */
import { Chart, LinearScale, LineController, LogarithmicScale, type Scale as ChartScale } from 'chart.js';
import annotationPlugin from 'chartjs-plugin-annotation';
import type { LossName } from '../../src-main/contract/metrics';
import { lossTicks, stepLabel, stepTicks, type Range, type Scale } from '../logic/axis';
import type { StepRange } from '../logic/step-range';
import { annotationsOf, type Mark, type ReferenceLine } from './annotations';
import { createCurvesPlugin, type Curves } from './curves';
import { token } from './token';

Chart.register(LinearScale, LineController, LogarithmicScale, annotationPlugin);

export interface LossChart {
  /** Draws what the view has; colours are read anew, because the system's theme may have changed. */
  readonly draw: (view: LossChartView) => void;
  readonly destroy: () => void;
}

/** What a chart shows at one moment. */
export interface LossChartView extends Curves {
  readonly scale: Scale;
  readonly lossRange: Range;
  readonly references: readonly ReferenceLine[];
  readonly marks: readonly Mark[];
  /** Steps that a resumed run will repeat. */
  readonly repeated: StepRange | null;
}

/** Where the curves lie within the canvas, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Wide enough for any loss: figures that get wider must not move the curves. */
const axisWidth = 44;
/** Between two labels of the loss axis, in pixels. */
const labelDistance = 13;

/**
 * A chart of some losses; it fills the canvas's parent.
 *
 * @param onLayout told where the curves lie, whenever that changes
 */
export function createLossChart(
  canvas: HTMLCanvasElement,
  names: readonly LossName[],
  first: LossChartView,
  onLayout: (area: PlotArea) => void,
): LossChart {
  let shown = first;
  let area = '';
  const ticks = { color: () => token('--text-3'), font: () => ({ size: 10.5, family: token('--font-ui') }) };
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: 8, right: 8 } },
      plugins: { annotation: { annotations: [] } },
      scales: {
        x: {
          type: 'linear',
          bounds: 'data',
          grid: { display: false },
          border: { display: false },
          ticks: { ...ticks, maxRotation: 0, callback: (step) => stepLabel(Number(step)) },
          afterDataLimits: (axis) => {
            Object.assign(axis, { min: shown.steps.first, max: shown.steps.last });
          },
          afterBuildTicks: (axis) => {
            axis.ticks = stepTicks({ minimum: shown.steps.first, maximum: shown.steps.last }).map(asTick);
          },
        },
        y: {
          type: 'logarithmic',
          bounds: 'data',
          grid: { color: () => token('--chart-grid') },
          border: { display: false },
          ticks: { ...ticks, autoSkip: false, callback: (value) => labelOf(Number(value), shown.references) },
          afterDataLimits: (axis) => {
            Object.assign(axis, { min: shown.lossRange.minimum, max: shown.lossRange.maximum });
          },
          afterBuildTicks: (axis) => {
            axis.ticks = lossLabels(axis, shown).map(asTick);
          },
          afterFit: (axis) => {
            axis.width = axisWidth;
          },
        },
      },
    },
    plugins: [
      {
        id: 'plotArea',
        afterLayout({ chartArea: { left, top, width, height } }) {
          const next = `${String(left)} ${String(top)} ${String(width)} ${String(height)}`;
          if (next !== area) {
            area = next;
            onLayout({ left, top, width, height });
          }
        },
        // The first one comes from within the constructor.
        resize(resized) {
          fill(resized);
        },
      },
      createCurvesPlugin(names, () => shown),
    ],
  });

  function fill(chart: Chart): void {
    const { steps, scale, references, marks, repeated } = shown;
    const { options } = chart;
    if (options.scales?.['y'] !== undefined) {
      options.scales['y'].type = scale === 'log' ? 'logarithmic' : 'linear';
    }
    if (options.plugins?.annotation !== undefined) {
      options.plugins.annotation.annotations = annotationsOf({
        references,
        marks,
        repeated,
        steps,
        width: chart.width,
      });
    }
  }

  function draw(view: LossChartView): void {
    shown = view;
    fill(chart);
    chart.update('none');
  }

  draw(first);
  return {
    draw,
    destroy() {
      chart.destroy();
    },
  };
}

/** The reference lines' values, and the round numbers that leave room for them. */
function lossLabels(axis: ChartScale, { scale, lossRange, references }: LossChartView): readonly number[] {
  const { minimum, maximum } = lossRange;
  const along = (value: number): number => (scale === 'log' ? Math.log(value) : value);
  const pixels = axis.chart.height - 40;
  const distance = (one: number, other: number): number =>
    (Math.abs(along(one) - along(other)) / (along(maximum) - along(minimum))) * pixels;
  const labels: number[] = [];
  for (const value of [...references.map((line) => line.value), ...lossTicks(lossRange, scale)]) {
    if (value >= minimum && value <= maximum && labels.every((label) => distance(label, value) >= labelDistance)) {
      labels.push(value);
    }
  }
  return labels.sort((a, b) => a - b);
}

function labelOf(value: number, references: readonly ReferenceLine[]): string {
  return references.find((line) => line.value === value)?.label ?? String(value);
}

const asTick = (value: number): { value: number } => ({ value });
