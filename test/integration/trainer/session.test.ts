import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { parseStepMetrics } from '../../../src-main/contract/metrics';
import { runFiles } from '../../../src-main/contract/run';
import type { TrainerEvent } from '../../../src-main/contract/trainer';
import { createSession } from '../../../src-main/trainer/session';
import { temporaryFolder } from '../../support/temporary-folder';

const dataset = join(import.meta.dirname, '..', '..', '..', 'assets', 'sample-pairs');
const config = makeTrainConfig('quick', { size: 64, filters: 4, steps: 1000, sampleEvery: 2 });

/** The events so far, and a way to wait for one. */
function recordEvents(): {
  readonly events: TrainerEvent[];
  readonly emit: (event: TrainerEvent) => void;
  readonly until: (wanted: (event: TrainerEvent) => boolean) => Promise<void>;
} {
  const events: TrainerEvent[] = [];
  let onEvent: ((event: TrainerEvent) => void) | null = null;
  return {
    events,
    emit(event) {
      events.push(event);
      onEvent?.(event);
    },
    until: (wanted) =>
      new Promise((resolve) => {
        onEvent = (event) => {
          if (wanted(event)) {
            resolve();
          }
        };
      }),
  };
}

describe('a trainer session', () => {
  it('trains, sends steps and pictures, and saves when it is stopped', async () => {
    const run = join(await temporaryFolder(), 'run');
    const { events, emit, until } = recordEvents();
    const session = createSession(emit);
    const pictures = until((event) => event.type === 'pictures' && event.step === 2);
    expect(await session.handle({ type: 'train', id: 1, dataset, run, config })).toEqual({ run });
    expect(events[0]).toMatchObject({ type: 'start', run, total_steps: 1000, train_pairs: 200 });

    const second = session.handle({ type: 'train', id: 2, dataset, run: `${run}-2`, config });
    await expect(second).rejects.toMatchObject({ code: 'trainer-busy', data: { run } });

    const inspection = session.handle({ type: 'inspect', id: 2, dataset, seed: 1 });
    await expect(inspection).rejects.toMatchObject({ code: 'trainer-busy', data: { run } });

    await pictures;
    const stopped = await session.handle({ type: 'stop', id: 3 });
    const steps = events.filter((event) => event.type === 'step');
    expect(stopped).toEqual({ step: steps.at(-1)?.step });
    expect(events.at(-1)).toEqual({ type: 'done', step: steps.at(-1)?.step, complete: false });

    const picture = events.find((event) => event.type === 'pictures')?.pictures[0];
    expect(
      Buffer.from(picture?.png ?? new ArrayBuffer(0))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');

    const log = await readFile(join(run, runFiles.metrics), 'utf8');
    expect(log.trim().split('\n').map(parseStepMetrics)).toEqual(steps);
    await readFile(join(run, runFiles.checkpoints, runFiles.latest));

    const last = steps.at(-1)?.step ?? NaN;
    expect(await session.handle({ type: 'current', id: 4 })).toEqual({ run: null });
    const next = until((event) => event.type === 'step');
    expect(await session.handle({ type: 'resume', id: 6, run, changes: {} })).toEqual({ run });
    expect(await session.handle({ type: 'current', id: 7 })).toEqual({ run });
    await next;
    await session.handle({ type: 'stop', id: 8 });
    expect(events.filter((event) => event.type === 'start')[1]).toMatchObject({ step: last, total_steps: 1000 });
    expect(events.filter((event) => event.type === 'step').at(steps.length)).toHaveProperty('step', last + 1);
  });

  it('answers a start that fails with the reason, and can then start another', async () => {
    const folder = await temporaryFolder();
    const { events, emit } = recordEvents();
    const session = createSession(emit);
    const missing = {
      type: 'train',
      id: 1,
      dataset: join(folder, 'nothing'),
      run: join(folder, 'run'),
      config,
    } as const;
    await expect(session.handle(missing)).rejects.toMatchObject({ code: 'dataset-missing' });
    await expect(session.handle({ ...missing, config: { lambda: -1 } })).rejects.toMatchObject({
      code: 'option-value',
    });
    expect(events).toEqual([]);
    expect(await session.handle({ type: 'stop', id: 2 })).toEqual({ step: 0 });

    await session.handle({ ...missing, dataset });
    await session.handle({ type: 'stop', id: 3 });
    expect(events.at(-1)).toMatchObject({ type: 'done', complete: false });
  });

  it('reports the device by its real name', async () => {
    const report = await createSession(() => undefined).handle({ type: 'device', id: 1 });
    expect(report).toHaveProperty('name', expect.stringMatching(/\S/));
    expect(report).toHaveProperty('tensorflow', expect.stringMatching(/^2\./));
  });
});
