/** Loss curves on a canvas. Only the parts of Chart.js that they need are registered. */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type Scale as ChartScale,
} from 'chart.js';
import annotationPlugin from 'chartjs-plugin-annotation';
import type { LossName } from '../../src-main/contract/metrics';
import { lossTicks, stepLabel, stepTicks, type Range, type Scale } from '../logic/axis';
import type { LossHistory } from '../logic/loss-history';
import type { Point } from '../logic/series';
import type { StepRange } from '../logic/step-range';
import { annotationsOf, type Mark, type ReferenceLine } from './annotations';
import { curveStyles } from './curve-style';
import { token } from './token';

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement, annotationPlugin);

export interface LossChart {
  /** Draws what the view has; colours are read anew, because the system's theme may have changed. */
  readonly draw: (view: LossChartView) => void;
  readonly destroy: () => void;
}

/** What a chart shows at one moment. */
export interface LossChartView {
  readonly history: LossHistory;
  /** The last step that is drawn. */
  readonly newest: number;
  readonly scale: Scale;
  readonly lossRange: Range;
  readonly steps: StepRange;
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
const markerCount = 4;
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
  const chart = new Chart<'line', Point[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
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
    ],
  });

  /** As many points as there are pixels on the screen. */
  function fill(chart: Chart): void {
    const { history, newest, steps, scale, references, marks, repeated } = shown;
    const known = { first: steps.first, last: Math.min(steps.last, newest) };
    const width = Math.max(1, (chart.width - axisWidth) * chart.currentDevicePixelRatio);
    const { options } = chart;
    chart.data.datasets = names.flatMap((name) => createCurve(name, history, steps, known, width));
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

type LineDataset = ChartDataset<'line', Point[]>;

/** Steps as logged, pale; their running mean; a few markers upon it. The first in the list is drawn last. */
function createCurve(
  name: LossName,
  history: LossHistory,
  { first, last }: StepRange,
  known: StepRange,
  width: number,
): LineDataset[] {
  const { colour, dash, marker } = curveStyles[name];
  const line = token(colour);
  const smooth = history.smooth(name);
  return [
    {
      data: markersOf(history, name, known),
      showLine: false,
      pointStyle: marker,
      pointRadius: 4,
      backgroundColor: line,
      borderColor: token('--surface-panel'),
    },
    {
      data: smooth.points(first, last, width),
      pointRadius: 0,
      borderColor: line,
      borderWidth: 2,
      borderDash: [...dash],
      borderJoinStyle: 'round',
    },
    {
      data: history.raw(name).points(first, last, width),
      pointRadius: 0,
      borderColor: `${line}38`,
      borderWidth: 1,
      borderJoinStyle: 'round',
    },
  ];
}

/** Points of the smoothed curve at even distances, the newest one included. */
function markersOf(history: LossHistory, name: LossName, { first, last }: StepRange): Point[] {
  const from = Math.max(1, Math.ceil(first));
  const to = Math.floor(last);
  const steps = Array.from({ length: markerCount }, (_, index) =>
    Math.round(from - 1 + ((index + 1) * (to - from + 1)) / markerCount),
  );
  return [...new Set(steps)].flatMap((x) => {
    const y = x < from ? undefined : history.smooth(name).at(x);
    return y === undefined ? [] : [{ x, y }];
  });
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
