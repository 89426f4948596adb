import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { runCli } from '../integration/cli/run-cli';
import { expect, root, test } from './support/application';

/** Weights grow until float16, whose largest number is 65,504, cannot hold what is computed with them: at step 72. */
const tooFast = ['--precision', 'float16', '--learning-rate', '1', '--lambda', '10000'];
const repeatable = ['--seed', '1', '--deterministic', '--device', 'cpu'];
const small = ['--size', '64', '--filters', '4', '--steps', '200', '--checkpoint-every-steps', '5'];

test('a run whose losses are no numbers any more goes on with the lower learning rate that is offered', async ({
  studio,
}) => {
  const { page, userData } = studio;
  const run = join(userData, 'runs', 'too-fast');
  const pairs = join(root, 'assets', 'sample-pairs');
  const { code, stderr } = await runCli(['train', pairs, '--run', run, ...small, ...tooFast, ...repeatable]);
  expect(code, stderr).toBe(1);
  expect(stderr).toMatch(/gen_gan_loss is not a finite number at step \d+ \(lambda 10000, learning rate 1\)\./);
  expect(stderr).toMatch(/checkpoint of step \d+\. Resume with a lower learning rate, such as --learning-rate 0\.1\./);

  await page.keyboard.press('Control+0');
  await page.getByRole('button', { name: 'Resume training' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('learning rate 1)');
  await page.getByRole('button', { name: 'Resume with learning rate 0.1', exact: true }).click();
  await expect(alert).toContainText('learning rate 0.1)');
  await expect(page.getByRole('button', { name: 'Resume with learning rate 0.01', exact: true })).toBeVisible();
  const record = parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8')));
  expect(record.changes).toMatchObject([{ field: 'learningRate', from: 1, to: 0.1 }]);
  await expect(page.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('0.1');
});
