/** Thousands of messages over every channel, as a window sends them that somebody else has taken over. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isLong, tryCases } from '../support/fuzz/cases';
import { message, send } from '../support/fuzz/requests';
import { makeSecret } from '../support/fuzz/secret';
import { expect, test } from './support/application';
import { trainRun } from './support/trained-run';

/** Closing the window ends the test; a download asks the network; a dataset that is open can be trained on for days. */
const leftOut = ['answerClose', 'fetchDataset', 'openSamplePairs', 'divideDataset', 'startTraining'];

/** These start a process, or train. */
const slow = [
  'measureCost',
  'deviceReport',
  'runHistory',
  'resumeTraining',
  'stopTraining',
  'startExport',
  'checkExport',
  'openGenerator',
  'showPicture',
];
const [quickLimit, slowLimit] = [5000, 120_000];

const knownSchema = z.object({ channel: z.unknown(), request: z.unknown() });

test('messages of any kind are answered, and reach nothing that no person pointed at', async ({ studio }, testInfo) => {
  const { application, page, userData } = studio;
  test.setTimeout(isLong ? 0 : 180_000);
  const run = await trainRun(studio, 'run');
  const outside = testInfo.outputPath('outside');
  await mkdir(outside);
  const secret = await makeSecret(outside);
  await application.evaluate(({ dialog, shell }) => {
    const asked: string[] = [];
    const faults: string[] = [];
    Reflect.set(globalThis, 'faults', faults);
    Reflect.set(globalThis, 'asked', asked);
    const note = (what: string): Promise<string> => {
      asked.push(what);
      return Promise.resolve('');
    };
    Object.assign(shell, { openExternal: note, openPath: note, showItemInFolder: note, trashItem: note });
    Object.assign(dialog, {
      showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
      showSaveDialog: () => Promise.resolve({ canceled: true }),
    });
    process.on('uncaughtException', (error) => faults.push(String(error)));
    process.on('unhandledRejection', (error) => faults.push(String(error)));
  });
  const input = testInfo.outputPath('message.json');
  const texts = ['run', run, userData, ...secret.paths];
  const codes = new Map<string, number>();
  let count = 0;
  await tryCases(
    'messages',
    300,
    input,
    async ({ random, known }) => {
      const made =
        known === null ? message(random, texts, leftOut) : knownSchema.parse(JSON.parse(await readFile(known, 'utf8')));
      await writeFile(input, JSON.stringify(made));
      const longest = slow.includes(String(made.channel)) ? slowLimit : quickLimit;
      const code = await page.evaluate(send, { ...made, longest });
      codes.set(code, (codes.get(code) ?? 0) + 1);
      expect(['late', 'unexpected', 'no code'], JSON.stringify(made)).not.toContain(code);
      if (++count % 50 === 0) {
        await secret.requireUntouched();
        expect(await application.evaluate(() => Reflect.get(globalThis, 'faults') as unknown)).toEqual([]);
      }
    },
    2 * slowLimit,
  );
  await secret.requireUntouched();
  const asked = z
    .array(z.string())
    .parse(await application.evaluate(() => Reflect.get(globalThis, 'asked') as unknown));
  // The log and what lies in the run's folder, or belongs to it.
  expect(asked.filter((path) => !path.startsWith(userData))).toEqual([]);
  await expect(page.getByRole('main')).toBeVisible();
  // Else nothing would have come through to a handler.
  expect(codes.get('ok') ?? 0).toBeGreaterThan(0);
  await secret.close();
});
