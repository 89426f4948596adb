import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { expect, test, trainerPid, trainingPid, type Studio } from './support/application';
import { latestCheckpoint, readMetrics, startTraining } from './support/run';

/** Waits until nothing trains any more, and finds the last step of all saved. */
async function expectSaved({ userData }: Pick<Studio, 'userData'>, atLeast: number): Promise<void> {
  const run = join(userData, 'runs', 'sample-pairs-1');
  await expect.poll(() => readdir(run)).not.toContain(runFiles.lock);
  const steps = await readMetrics(run);
  expect(steps.length).toBeGreaterThanOrEqual(atLeast);
  expect(await latestCheckpoint(run)).toBe(stepFolder(steps.length));
}

test('when the application is killed, the training that it has begun saves and ends', async ({ studio }) => {
  await startTraining(studio, 3);
  const training = (await trainingPid(studio.application)) ?? NaN;
  process.kill(studio.application.process().pid ?? NaN, 'SIGKILL');
  await expectSaved(studio, 3);
  await expect.poll(() => isRunning(training)).toBe(false);
});

test('when the system shuts down, which tells every process at once, the training saves and all of them end', async ({
  studio,
}) => {
  const { application } = studio;
  await startTraining(studio, 3);
  const others = [await trainerPid(application), await trainingPid(application)].map((pid) => pid ?? NaN);
  const gone = application.waitForEvent('close');
  for (const pid of [application.process().pid ?? NaN, ...others]) {
    process.kill(pid, 'SIGTERM');
  }
  await expectSaved(studio, 3);
  await gone;
  await expect.poll(() => others.some(isRunning)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
