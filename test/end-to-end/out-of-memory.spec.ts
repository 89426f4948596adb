import { limitMemory } from '../support/small-memory';
import { expect, test, trainingPid } from './support/application';
import { saveNow, shownStep, startTraining } from './support/run';

test(
  'when the system ends a training because memory is short, the window says with numbers what would fit, and goes on',
  { tag: '@root' },
  async ({ studio }, testInfo) => {
    // A page of memory more than it has now, and the kernel ends it.
    const memory = limitMemory(4096);
    testInfo.skip(memory === null, 'No limit can be set here.');
    const { page, application } = studio;
    await startTraining(studio, 3);
    const step = await saveNow(studio);
    const pid = await trainingPid(application);
    memory?.add(pid ?? NaN);
    try {
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(/There is not enough memory for pictures of \d+ px, \d+ filters and batch \d+/);
      await expect(alert).toContainText(
        /\(SIGKILL at \d+ MB\)\. Such a training takes about \d+ MB; there are \d+ MB\./,
      );
    } finally {
      await memory?.remove();
    }
    // A smaller training is a new one, with the setting in sight; the run itself can still be resumed.
    await page.getByRole('button', { name: 'Set base filters 16' }).click();
    const field = page.getByRole('textbox', { name: 'Base filters' });
    await expect(field).toHaveValue('16');
    await expect(field).toBeFocused();
    await page.keyboard.press('Control+2');
    await page.getByRole('button', { name: `Resume from step ${String(step)}` }).click();
    await expect.poll(() => shownStep(studio)).toBeGreaterThan(step);
    expect(await trainingPid(application)).not.toBe(pid);
  },
);
