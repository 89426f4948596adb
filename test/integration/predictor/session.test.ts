/** The process behind Try it and Export, on a small real run. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportFiles, exportOptionsSchema } from '../../../src-main/contract/export';
import type { PictureRequest, PredictorEvent } from '../../../src-main/contract/predictor';
import { encodePng } from '../../../src-main/data/encode';
import type { Picture } from '../../../src-main/data/picture';
import { requireMemory } from '../../../src-main/predictor/memory';
import { createSession, type Session } from '../../../src-main/predictor/session';
import { openGenerator } from '../../../src-main/run/open-generator';
import { predictImages } from '../../../src-main/run/predict';
import { makeRun } from '../../support/exports';
import { noise } from '../../support/pictures';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

let run: string;
let session: Session;
let events: PredictorEvent[];

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  ({ run } = await makeRun(folder, 'tutorial', { checkpointEverySteps: 3 }));
  return remove;
});

beforeEach(() => {
  events = [];
  session = createSession((event) => events.push(event));
});

function open(step: number): Promise<unknown> {
  return session.handle({ type: 'open', id: 1, run, step, besideTraining: false });
}

function request(picture: Picture, changes: Partial<PictureRequest> = {}): PictureRequest {
  const { width, height, data } = picture;
  return { id: 7, width, height, rgb: new Uint8Array(data).buffer, noise: null, ...changes };
}

/** What a run's generator makes of a picture. */
async function expected(picture: Picture, step: number, noiseNumber: number | null): Promise<Uint8Array> {
  const generator = await openGenerator(run, step);
  try {
    const seed = noiseNumber === null ? null : ([generator.seed, noiseNumber] as const);
    return (await generator.predict(picture, seed)).data;
  } finally {
    generator.dispose();
  }
}

/** What the command line's `predict --scale sample` makes of a file. */
async function predictSquare(source: string, input: string): Promise<Uint8Array[]> {
  const results: Uint8Array[] = [];
  const out = await temporaryFolder();
  const options = { checkpoint: 'latest', noise: false, whole: false, transform: true, scale: 'sample' } as const;
  await predictImages(
    { source, inputs: [input], out, ...options, readStandardInput: () => Promise.resolve(new Uint8Array()) },
    {
      done: ({ prediction }) => {
        results.push(prediction.data);
      },
      refused: (error) => {
        throw error;
      },
    },
  );
  return results;
}

function lastPicture(): Uint8Array {
  const event = events.at(-1);
  if (event?.type !== 'picture' || !event.result.ok) {
    throw new Error(`No picture: ${JSON.stringify(event)}`);
  }
  return new Uint8Array(event.result.data.rgb);
}

describe('a predictor session', () => {
  it('makes the pictures that the run itself makes, of any size, with and without noise, of any checkpoint', async () => {
    const [square, wide] = [noise(64, 64, 1), noise(100, 70, 2)];
    expect(await open(3)).toEqual({ step: 3 });
    await session.picture(request(square));
    expect(lastPicture()).toEqual(await expected(square, 3, null));
    expect(events.at(-1)).toMatchObject({ id: 7, result: { ok: true, data: { width: 64, height: 64 } } });

    await session.picture(request(wide, { noise: 2 }));
    expect(lastPicture()).toEqual(await expected(wide, 3, 2));
    const without = lastPicture();
    await session.picture(request(wide, { noise: 3 }));
    expect(lastPicture()).not.toEqual(without);

    expect(await open(6)).toEqual({ step: 6 });
    await session.picture(request(square));
    expect(lastPicture()).toEqual(await expected(square, 6, null));
  });

  it('answers in turn: a picture that was asked for before another checkpoint is of the one before', async () => {
    const picture = noise(64, 64, 3);
    await open(3);
    const first = session.picture(request(picture, { id: 1 }));
    const opening = open(6);
    const second = session.picture(request(picture, { id: 2 }));
    await Promise.all([first, opening, second]);
    expect(events.map((event) => (event.type === 'picture' ? event.id : null))).toEqual([1, 2]);
    expect(lastPicture()).toEqual(await expected(picture, 6, null));
  });

  it('says why a picture or a checkpoint cannot be had, and goes on with what was open', async () => {
    await open(3);
    await session.picture(request(noise(20, 64, 4)));
    expect(events.at(-1)).toMatchObject({ result: { ok: false, error: { code: 'image-too-small' } } });
    await expect(open(5)).rejects.toMatchObject({ code: 'checkpoint-missing', data: { step: 5 } });
    const picture = noise(64, 64, 5);
    await session.picture(request(picture));
    expect(lastPicture()).toEqual(await expected(picture, 3, null));
  });

  it('shows the network a photograph as the run’s dataset did, so that Try it gives what predict gives', async () => {
    const { folder, remove } = await sharedFolder();
    const made = await makeRun(folder, 'studio', { transform: 'edges', fit: 'crop', layout: 'single' });
    const photo = new Uint8Array(await encodePng(noise(150, 90, 8)));
    const show = async (transform: boolean): Promise<Picture> => {
      const file = { name: 'photo.png', bytes: photo };
      const shown = await session.handle({ type: 'show', id: 8, run: made.run, file, transform });
      if (!('rgb' in shown)) {
        throw new Error('Nothing was shown.');
      }
      return { ...shown, data: new Uint8Array(shown.rgb) };
    };
    const [withEdges, asItIs] = [await show(true), await show(false)];
    expect([withEdges.width, withEdges.height]).toEqual([64, 64]);
    // Edges are black on white, or the other way round, and nothing between.
    expect(new Set(withEdges.data)).toEqual(new Set([0, 255]));
    expect(new Set(asItIs.data).size).toBeGreaterThan(100);

    await session.handle({ type: 'open', id: 9, run: made.run, step: 6, besideTraining: false });
    await session.picture(request(withEdges));
    const input = join(folder, 'photo.png');
    await writeFile(input, photo);
    const [predicted] = await predictSquare(made.run, input);
    expect(lastPicture()).toEqual(predicted);
    await remove();
  });

  it('says of a file that is no picture by name that it is none', async () => {
    const file = { name: 'notes.png', bytes: new TextEncoder().encode('no picture') };
    await expect(session.handle({ type: 'show', id: 8, run, file, transform: true })).rejects.toMatchObject({
      code: 'image-format',
      data: { name: 'notes.png' },
    });
  });

  it('takes no message that is no picture', async () => {
    await open(3);
    const picture = noise(64, 64, 6);
    for (const message of [
      null,
      'open',
      { ...request(picture), width: 65 },
      { ...request(picture), rgb: [1, 2, 3] },
      { ...request(picture), path: '/etc/passwd' },
    ]) {
      await session.picture(message);
    }
    expect(events).toEqual([]);
  });

  it('writes an export and tells how far it is', async () => {
    const out = join(await temporaryFolder(), 'model');
    const options = exportOptionsSchema.parse({ run, out, format: 'keras', checkpoint: 3 });
    expect(await session.handle({ type: 'export', id: 2, options })).toMatchObject({
      path: out,
      format: 'keras',
      step: 3,
    });
    expect((await stat(join(out, exportFiles.kerasWeights))).size).toBeGreaterThan(1000);
    const progress = events.map((event) => (event.type === 'exporting' ? event.progress.done : NaN));
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    await expect(session.handle({ type: 'export', id: 3, options })).rejects.toMatchObject({ code: 'export-exists' });
  });

  it.each(['savedmodel', 'tfjs'] as const)('loads an export as %s and compares it with the preview', async (format) => {
    const path = join(await temporaryFolder(), '모델 1%20');
    const options = exportOptionsSchema.parse({ run, out: path, format, checkpoint: 3, noise: true });
    await session.handle({ type: 'export', id: 2, options });
    const check = await session.handle({ type: 'check', id: 3, run, path });
    const difference = 'largestDifference' in check ? check.largestDifference : Infinity;
    expect(difference).toBeLessThan(1e-4);
    expect(difference).toBeGreaterThan(0);
  });

  it('tells how far a coarser export is from the preview, and that another program runs a format', async () => {
    const path = join(await temporaryFolder(), 'model');
    const options = exportOptionsSchema.parse({ run, out: path, format: 'tfjs', precision: 'uint8' });
    await session.handle({ type: 'export', id: 2, options });
    const check = await session.handle({ type: 'check', id: 3, run, path });
    expect('largestDifference' in check ? check.largestDifference : 0).toBeGreaterThan(1e-3);
    const keras = exportOptionsSchema.parse({
      ...options,
      precision: 'float32',
      format: 'keras',
      out: `${path}-keras`,
    });
    await session.handle({ type: 'export', id: 4, options: keras });
    await expect(session.handle({ type: 'check', id: 5, run, path: keras.out })).rejects.toMatchObject({
      code: 'export-not-runnable',
    });
  });

  it('finds enough memory for this small one beside a training, and never for one larger than any machine', async () => {
    expect(await session.handle({ type: 'open', id: 4, run, step: 6, besideTraining: true })).toEqual({ step: 6 });
    await expect(requireMemory(1e15)).rejects.toMatchObject({
      code: 'memory-beside-training',
      data: { neededMegabytes: 3e9 + 700 },
    });
  });
});
