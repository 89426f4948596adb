import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { runCli } from '../integration/cli/run-cli';
import { makeOverflow } from '../support/overflowing';
import { expect, root, test } from './support/application';

const small = ['--size', '64', '--filters', '4', '--device', 'cpu', '--seed', '1', '--learning-rate', '1'];

test('a run whose losses are no numbers any more goes on with the lower learning rate that is offered', async ({
  studio,
}) => {
  const { page, userData } = studio;
  const run = join(userData, 'runs', 'too-fast');
  const pairs = join(root, 'assets', 'sample-pairs');
  const trained = await runCli(['train', pairs, '--run', run, ...small, '--steps', '4']);
  expect(trained.code, trained.stderr).toBe(0);
  const step = await makeOverflow(run);
  const { code, stderr } = await runCli(['resume', run, '--steps', '200']);
  expect(code, stderr).toBe(1);
  expect(stderr).toContain(
    `gen_gan_loss and generator/down_1/kernel are no finite numbers at step ${String(step + 1)} `,
  );
  expect(stderr).toMatch(/checkpoint of step 5\. Resume with a lower learning rate, such as --learning-rate 0\.1\./);

  await page.keyboard.press('Control+0');
  await page.getByRole('button', { name: 'Resume training' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('learning rate 1)');
  await page.getByRole('button', { name: 'Resume with learning rate 0.1', exact: true }).click();
  await expect(alert).toContainText('learning rate 0.1)');
  await expect(page.getByRole('button', { name: 'Resume with learning rate 0.01', exact: true })).toBeVisible();
  const record = parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8')));
  const lowered = record.changes.filter(({ field }) => field === 'learningRate');
  expect(lowered).toMatchObject([{ from: 1, to: 0.1 }]);
  await expect(page.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('0.1');
});
