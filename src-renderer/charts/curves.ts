/**
 * The curves themselves, drawn straight from the history: Chart.js would make an object of every point, which takes
 * longer than drawing them all.
 */
import type { Chart, Plugin } from 'chart.js';
import type { LossName } from '../../src-main/contract/metrics';
import type { LossHistory } from '../logic/loss-history';
import type { Point } from '../logic/series';
import type { StepRange } from '../logic/step-range';
import { curveStyles } from './curve-style';
import { token } from './token';

/** What there is to draw at one moment. */
export interface Curves {
  readonly history: LossHistory;
  /** The step of the last marker. */
  readonly newest: number;
  readonly steps: StepRange;
}

const markerCount = 4;

/** Above the reference lines and below the marks: steps as logged, pale; upon them their means; a few markers on those. */
export function createCurvesPlugin(names: readonly LossName[], curves: () => Curves): Plugin {
  return {
    id: 'curves',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, currentDevicePixelRatio } = chart;
      const { history, newest, steps } = curves();
      const width = chartArea.width * currentDevicePixelRatio;
      ctx.save();
      ctx.lineJoin = 'round';
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      for (const name of names) {
        ctx.lineWidth = 1;
        ctx.strokeStyle = `${token(curveStyles[name].colour)}38`;
        stroke(chart, history.raw(name).points(steps.first, steps.last, width));
      }
      for (const name of names) {
        ctx.lineWidth = 2;
        ctx.strokeStyle = token(curveStyles[name].colour);
        ctx.setLineDash([...curveStyles[name].dash]);
        stroke(chart, history.smooth(name).course(steps.first, steps.last, width));
      }
      ctx.restore();
      for (const name of names) {
        drawMarkers(chart, name, markersOf(history, name, { first: steps.first, last: Math.min(steps.last, newest) }));
      }
    },
  };
}

function stroke(chart: Chart, points: readonly Point[]): void {
  chart.ctx.beginPath();
  for (const point of points) {
    chart.ctx.lineTo(...placeOf(chart, point));
  }
  chart.ctx.stroke();
}

function drawMarkers(chart: Chart, name: LossName, points: readonly Point[]): void {
  const { ctx } = chart;
  const outline = new Path2D(curveStyles[name].marker);
  for (const point of points) {
    ctx.save();
    ctx.translate(...placeOf(chart, point));
    ctx.lineWidth = 1;
    ctx.strokeStyle = token('--surface-panel');
    ctx.fillStyle = token(curveStyles[name].colour);
    ctx.stroke(outline);
    ctx.fill(outline);
    ctx.restore();
  }
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

/** Its place on the canvas; what a logarithmic axis does not have lies on its lower end. */
function placeOf({ scales, chartArea }: Chart, { x, y }: Point): [number, number] {
  const isBelow = scales['y']?.type === 'logarithmic' && y <= 0;
  return [
    scales['x']?.getPixelForValue(x) ?? chartArea.left,
    isBelow ? chartArea.bottom : (scales['y']?.getPixelForValue(y) ?? chartArea.bottom),
  ];
}
