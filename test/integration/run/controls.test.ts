/** A training that is paused, changed, sampled and saved while it goes on. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import type { DoneEvent, StepMetrics, TrainEvent } from '../../../src-main/contract/metrics';
import { parseRunRecord, stepFolder } from '../../../src-main/contract/run';
import type { RunChanges } from '../../../src-main/run/changes';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { RunControls } from '../../../src-main/run/controls';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { readLosses, recorder, tinyDataset } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

/** Two epochs of five pairs. */
const config = makeTrainConfig('studio', {
  size: 64,
  filters: 4,
  epochs: 2,
  checkpointEvery: 100,
  sampleEvery: 100,
  deterministic: true,
});

let dataset: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  dataset = await tinyDataset(folder);
  return remove;
});

interface Watched {
  readonly run: string;
  readonly events: readonly TrainEvent[];
  readonly done: DoneEvent;
}

/** Trains anew; `then` is told of every event and has the controls. */
async function train(
  then: (event: TrainEvent, controls: RunControls, stop: () => void) => void = () => undefined,
): Promise<Watched> {
  const run = join(await temporaryFolder(), 'run');
  const controls = new RunControls();
  const { events, listener, stop } = recorder((event, end) => {
    then(event, controls, end);
  });
  const done = await startRun({ dataset, run, config }, listener, stop, controls);
  return { run, events, done };
}

/** Makes changes after a step, as soon as that step is told. */
function changeAfter(step: number, changes: RunChanges) {
  return (event: TrainEvent, controls: RunControls): void => {
    if (event.type === 'step' && event.step === step) {
      void controls.change(changes);
    }
  };
}

const isStep = (event: TrainEvent): event is StepMetrics => event.type === 'step';

function stepsOf({ events }: Watched, type: 'sample' | 'held'): readonly number[] {
  return events.flatMap((event) => (event.type === type && 'step' in event ? [event.step] : []));
}

describe('a change', () => {
  it('of lambda holds from the next step on, is logged, and changes what is learnt', async () => {
    const [plain, changed] = [await train(), await train(changeAfter(3, { lambda: 10 }))];
    for (const { step, gen_total_loss, gen_gan_loss, gen_l1_loss } of changed.events.filter(isStep)) {
      const sum = gen_gan_loss + (step <= 3 ? config.lambda : 10) * gen_l1_loss;
      expect(Math.abs(gen_total_loss - sum)).toBeLessThan(1e-5 * sum);
    }
    const [before, after] = [await readLosses(plain.run), await readLosses(changed.run)];
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    // The first step with the new lambda has the same weights, but another sum; from then on all differs.
    expect(after[3]).toMatchObject({ gen_l1_loss: before[3]?.['gen_l1_loss'] });
    expect(after[4]?.['gen_l1_loss']).not.toBe(before[4]?.['gen_l1_loss']);

    const change = { step: 3, field: 'lambda', from: 100, to: 10 };
    expect(changed.events).toContainEqual({ type: 'change', ...change, total_steps: 10 });
    const record = parseRunRecord(JSON.parse(await readFile(join(changed.run, 'run.json'), 'utf8')));
    expect(record).toMatchObject({ changes: [change], config: { lambda: 10 } });
    expect((await newestCheckpoint(changed.run)).checkpoint.state).toMatchObject({ changes: [change] });
  });

  it('of the learning rate changes what is learnt from the next step on', async () => {
    const [plain, changed] = [await train(), await train(changeAfter(3, { learningRate: 1e-3 }))];
    const [before, after] = [await readLosses(plain.run), await readLosses(changed.run)];
    // The fourth step is made at the new rate, so the fifth is the first that can tell.
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
    expect(after[4]).not.toEqual(before[4]);
  });

  it('is gone on with after a resume, byte for byte', async () => {
    const change = changeAfter(3, { lambda: 10, learningRate: 1e-3 });
    const whole = await train(change);
    const { run } = await train((event, controls, stop) => {
      change(event, controls);
      if (isStep(event) && event.step === 6) {
        stop();
      }
    });
    const { listener, stop } = recorder();
    await resumeRun({ run, changes: {} }, listener, stop);
    expect(await readLosses(run)).toEqual(await readLosses(whole.run));
    const [resumed, uninterrupted] = await Promise.all([run, whole.run].map(newestCheckpoint));
    const weights = async (folder = ''): Promise<Buffer> => readFile(join(folder, 'model.data-00000-of-00001'));
    expect((await weights(resumed?.checkpoint.folder)).equals(await weights(uninterrupted?.checkpoint.folder))).toBe(
      true,
    );
    expect(resumed?.checkpoint.state.changes).toEqual(uninterrupted?.checkpoint.state.changes);
  });

  it('of the epochs lengthens the run, also in its last step', async () => {
    const { done, events } = await train(changeAfter(10, { epochs: 3 }));
    expect(done).toEqual({ type: 'done', step: 15, complete: true });
    expect(events.filter(isStep)).toHaveLength(15);
  });

  it('of the epochs shortens the run, at the least to the epoch that it is in, whose end is sampled', async () => {
    const refused: unknown[] = [];
    const { done, run } = await train((event, controls) => {
      if (isStep(event) && event.step === 6) {
        controls.change({ epochs: 1 }).catch((error: unknown) => refused.push(error));
      }
      if (isStep(event) && event.step === 3) {
        void controls.change({ epochs: 4 });
      }
      if (isStep(event) && event.step === 10) {
        void controls.change({ epochs: 2 });
      }
    });
    expect(refused).toMatchObject([{ code: 'option-value', data: { option: 'epochs', value: '1' } }]);
    expect(done).toEqual({ type: 'done', step: 10, complete: true });
    expect(await readdir(join(run, 'samples'))).toEqual([stepFolder(0), stepFolder(10)]);
  });
});

describe('a pause', () => {
  it('waits after the step under way, in which samples and checkpoints can be made, and changes nothing', async () => {
    const told: string[] = [];
    const { run, events } = await train((event, controls) => {
      if (isStep(event) && event.step === 4) {
        controls.pause();
      }
      if (event.type === 'held') {
        void controls
          .sample()
          .then(() => controls.checkpoint())
          .then(() => {
            told.push('done');
            controls.continue();
          });
      }
    });
    const between = events.slice(
      events.findIndex(({ type }) => type === 'held'),
      events.findIndex(({ type }) => type === 'released') + 1,
    );
    expect(between).toMatchObject([
      { type: 'held', step: 4 },
      { type: 'sample', step: 4 },
      { type: 'checkpoint', step: 4 },
      { type: 'released', step: 4 },
    ]);
    expect(told).toEqual(['done']);
    expect(await readLosses(run)).toEqual(await readLosses((await train()).run));
  });

  it('ends with a stop, which saves', async () => {
    const { done, run } = await train((event, controls, stop) => {
      if (isStep(event) && event.step === 2) {
        controls.pause();
      }
      if (event.type === 'held') {
        stop();
      }
    });
    expect(done).toEqual({ type: 'done', step: 2, complete: false });
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(2);
  });
});

describe('a message from outside', () => {
  /** Trains; after the third step `wish` is posted, and done when the event loop has brought it. */
  async function trainAndPost(wish: (controls: RunControls, stop: () => void) => void): Promise<Watched> {
    const { port1, port2 } = new MessageChannel();
    try {
      return await train((event, controls, stop) => {
        if (isStep(event) && event.step === 3) {
          port2.once('message', () => {
            wish(controls, stop);
          });
          port1.postMessage('now');
        }
        if (event.type === 'held') {
          controls.continue();
        }
      });
    } finally {
      port1.close();
    }
  }

  it('samples, pauses or stops within one step', async () => {
    const sampled = await trainAndPost((controls) => void controls.sample());
    expect(stepsOf(sampled, 'sample')[1]).toBeOneOf([3, 4]);

    const paused = await trainAndPost((controls) => {
      controls.pause();
    });
    expect(stepsOf(paused, 'held')[0]).toBeOneOf([3, 4]);

    const stopped = await trainAndPost((_, stop) => {
      stop();
    });
    expect(stopped.done.complete).toBe(false);
    expect(stopped.done.step).toBeLessThanOrEqual(4);
  });
});

it('what is asked of a run that has ended is refused', async () => {
  const controls = new RunControls();
  controls.end();
  await expect(controls.sample()).rejects.toMatchObject({ code: 'run-not-training' });
});
