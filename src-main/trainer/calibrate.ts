/** Measures what a step of a configuration takes on this computer, by taking a few real ones. */
import type { TrainConfig } from '../contract/config';
import type { Measurement } from '../contract/cost';
import { encodePng } from '../data/encode';
import type { CompiledModel } from '../engine/compiled';
import { withPictures } from '../engine/inference';
import { madeUpStep } from '../engine/made-up-step';
import { loadTensorFlow } from '../native/tensorflow';
import { withModel } from '../run/prepare';

/** The first steps allocate and let the library choose its kernels. */
const warmUpSteps = 2;
/** Steps are taken until these are enough, or so many are done. */
const leastSeconds = 1.5;
const fewestSteps = 3;
const mostSteps = 20;

/**
 * Trains networks of the configuration's shape on a made-up batch for a few steps. Its memory is that of the whole
 * process, so it is to be asked of one that has done nothing else.
 *
 * @throws AppError as `withModel`, and `out-of-memory`
 */
export async function calibrate(config: TrainConfig): Promise<Measurement> {
  await loadTensorFlow();
  const baseBytes = process.memoryUsage.rss();
  return withModel(config, async (model) => {
    model.initialise([config.seed, 0]);
    const stepSeconds = await medianStep(model);
    const pictureSeconds = await timePicture(model, config.size);
    const { size, filters, batch, precision, xla } = config;
    // Node gives kilobytes.
    return { size, filters, batch, precision, xla, stepSeconds, pictureSeconds, baseBytes, peakBytes: peakBytes() };
  });
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

async function medianStep(model: CompiledModel): Promise<number> {
  const feeds = madeUpStep(model.config);
  const seconds: number[] = [];
  let sum = 0;
  for (let step = 1; step <= warmUpSteps + mostSteps; step += 1) {
    const start = performance.now();
    model.trainStep(feeds);
    if (step > warmUpSteps) {
      const took = (performance.now() - start) / 1000;
      seconds.push(took);
      sum += took;
      if (sum >= leastSeconds && seconds.length >= fewestSteps) {
        break;
      }
    }
    // The application may have ended this process, which is noticed between two steps.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return middle(seconds);
}

async function timePicture(model: CompiledModel, size: number): Promise<number> {
  const input = new Uint8Array(size * size * 3).fill(127);
  const seconds: number[] = [];
  await withPictures(model, async (predict) => {
    for (let picture = 0; picture < fewestSteps; picture += 1) {
      const start = performance.now();
      const { bytes } = predict(input, null);
      await encodePng({ width: size, height: size, data: bytes });
      seconds.push((performance.now() - start) / 1000);
    }
  });
  return middle(seconds);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
