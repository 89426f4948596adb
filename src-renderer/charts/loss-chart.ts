/** Loss curves on a canvas. Only the parts of Chart.js that they need are registered. */
import {
  Chart,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
} from 'chart.js';
import type { LossName } from '../../src-main/contract/metrics';
import { logTicks, stepLabel, stepTicks, type Range } from '../logic/axis';
import { spread, type LossCurve, type LossHistory, type Point } from '../logic/loss-history';
import { curveStyles } from './curve-style';

Chart.register(Decimation, LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

export interface LossChart {
  /** Draws the newest points; colours are read anew, because the system's theme may have changed. */
  readonly draw: (view: LossChartView) => void;
  readonly destroy: () => void;
}

/** What a chart shows at one moment. */
export interface LossChartView {
  readonly history: LossHistory;
  readonly lossRange: Range;
  /** End of the step axis. */
  readonly lastStep: number;
}

/** Wide enough for any loss: figures that get wider must not move the curves. */
const axisWidth = 44;
const markerCount = 4;

/** A chart of some losses; it fills the canvas's parent. */
export function createLossChart(
  canvas: HTMLCanvasElement,
  names: readonly LossName[],
  first: LossChartView,
): LossChart {
  let shown = first;
  const ticks = { color: () => token('--text-3'), font: () => ({ size: 10.5, family: token('--font-ui') }) };
  const grid = { color: () => token('--chart-grid') };
  const chart = new Chart<'line', Point[]>(canvas, {
    type: 'line',
    data: { datasets: createDatasets(names, shown.history) },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: 6, right: 8 } },
      plugins: { decimation: { enabled: true, algorithm: 'min-max' } },
      scales: {
        x: {
          type: 'linear',
          bounds: 'data',
          grid: { display: false },
          ticks: { ...ticks, maxRotation: 0, callback: (step) => stepLabel(Number(step)) },
          afterDataLimits: (scale) => {
            Object.assign(scale, { min: 0, max: shown.lastStep });
          },
          afterBuildTicks: (scale) => {
            scale.ticks = stepTicks(shown.lastStep).map((value) => ({ value }));
          },
        },
        y: {
          type: 'logarithmic',
          bounds: 'data',
          grid,
          ticks: { ...ticks, callback: (value) => String(value) },
          afterDataLimits: (scale) => {
            Object.assign(scale, { min: shown.lossRange.minimum, max: shown.lossRange.maximum });
          },
          afterBuildTicks: (scale) => {
            scale.ticks = logTicks(shown.lossRange).map((value) => ({ value }));
          },
          afterFit: (scale) => {
            scale.width = axisWidth;
          },
        },
      },
    },
  });
  return {
    draw(view) {
      shown = view;
      chart.data.datasets = createDatasets(names, view.history);
      chart.update('none');
    },
    destroy() {
      chart.destroy();
    },
  };
}

type LineDataset = ChartDataset<'line', Point[]>;

function createDatasets(names: readonly LossName[], history: LossHistory): LineDataset[] {
  return names.flatMap((name) => createCurve(name, history[name]));
}

/** Steps as logged, pale; their running mean; a few markers upon it. The first in the list is drawn last. */
function createCurve(name: LossName, { raw, smooth }: LossCurve): LineDataset[] {
  const { colour, dash, marker } = curveStyles[name];
  const line = token(colour);
  const pale = `${line}38`;
  return [
    {
      data: [...spread(smooth, markerCount)],
      showLine: false,
      pointStyle: marker,
      pointRadius: 4,
      backgroundColor: line,
      borderColor: token('--surface-panel'),
    },
    {
      data: smooth,
      pointRadius: 0,
      borderColor: line,
      borderWidth: 2,
      borderDash: [...dash],
      borderJoinStyle: 'round',
    },
    { data: raw, pointRadius: 0, borderColor: pale, borderWidth: 1, borderJoinStyle: 'round' },
  ];
}

/** The value of a design token, for example "#007a85". */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
