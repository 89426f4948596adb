/** A run's curves for a screen, read from `metrics.jsonl` in one pass and little memory, however long the run was. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  lossNames,
  parseStepMetrics,
  runningMean,
  type CurvePoint,
  type LossName,
  type RunHistory,
  type StepMetrics,
} from '../contract/metrics';
import { runFiles } from '../contract/run';

/** Between this number of stretches of steps and twice as many are kept of a curve. */
const defaultStretches = 500;

/** The lowest and the highest point of a stretch of steps, and the running mean at its end. */
interface Stretch {
  readonly steps: number;
  readonly low: CurvePoint;
  readonly high: CurvePoint;
  readonly mean: CurvePoint;
}

/**
 * The four curves of a run; a run without metrics has empty ones. Up to `stretches` steps every one is kept, above that
 * the lowest and the highest of each stretch, so that no spike is lost.
 */
export async function readHistory(run: string, stretches = defaultStretches): Promise<RunHistory> {
  const path = join(run, runFiles.metrics);
  const reducers = lossNames.map((name) => createReducer(name, stretches));
  let latest: StepMetrics | null = null;
  if (await exists(path)) {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      const metrics = parseStepMetrics(line);
      if (metrics !== null) {
        latest = metrics;
        reducers.forEach((reducer) => {
          reducer.add(metrics);
        });
      }
    }
  }
  const curves = Object.fromEntries(reducers.map(({ name, curve }) => [name, curve()]));
  return { curves: curves as RunHistory['curves'], latest };
}

interface Reducer {
  readonly name: LossName;
  readonly add: (metrics: StepMetrics) => void;
  readonly curve: () => RunHistory['curves'][LossName];
}

function createReducer(name: LossName, count: number): Reducer {
  let stretches: Stretch[] = [];
  let width = 1;
  return {
    name,
    add({ step, [name]: value }) {
      const point = { x: step, y: value };
      const last = stretches.at(-1);
      const mean = { x: step, y: runningMean(last?.mean.y, value) };
      const added = { steps: 1, low: point, high: point, mean };
      if (last !== undefined && last.steps < width) {
        stretches[stretches.length - 1] = joined(last, added);
      } else {
        stretches.push(added);
      }
      if (stretches.length > 2 * count) {
        stretches = pairwise(stretches);
        width *= 2;
      }
    },
    curve: () => ({
      raw: stretches.flatMap(({ low, high }) => (low === high ? [low] : [low, high].sort((a, b) => a.x - b.x))),
      smooth: stretches.map(({ mean }) => mean),
    }),
  };
}

function joined(first: Stretch, second: Stretch): Stretch {
  return {
    steps: first.steps + second.steps,
    low: second.low.y < first.low.y ? second.low : first.low,
    high: second.high.y > first.high.y ? second.high : first.high,
    mean: second.mean,
  };
}

function pairwise(stretches: readonly Stretch[]): Stretch[] {
  return stretches.flatMap((stretch, index) => {
    const before = stretches[index - 1];
    const isAlone = index === stretches.length - 1 && index % 2 === 0;
    return index % 2 === 1 && before !== undefined ? [joined(before, stretch)] : isAlone ? [stretch] : [];
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
