/** A small run among the application's own, made by the command line. */
import { join } from 'node:path';
import { runCli } from '../../integration/cli/run-cli';
import { expect, root, type Studio } from './application';

/** Side of its pictures. */
export const trainedSize = 64;

/** Steps of its checkpoints. */
export const trainedSteps = [4, 8];

/** Trains a run on the sample pairs, with dropout, so that noise is seen. */
export async function trainRun(
  { userData }: Pick<Studio, 'userData'>,
  name: string,
  further: readonly string[] = [],
): Promise<string> {
  const folder = join(userData, 'runs', name);
  const options = ['--size', '64', '--filters', '4', '--steps', '8', '--checkpoint-every-steps', '4', '--seed', '3'];
  await command([
    'train',
    join(root, 'assets', 'sample-pairs'),
    '--run',
    folder,
    ...options,
    '--sample-every',
    '4',
    ...further,
  ]);
  return folder;
}

/** Opens a page of a run from the list of runs. */
export async function openRunPage({ page }: Pick<Studio, 'page'>, run: string, name: string): Promise<void> {
  await page.keyboard.press('Control+0');
  await page.getByRole('button', { name: run, exact: true }).click();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('button', { name: 'Training' })).toHaveAttribute('aria-current', 'page');
  await pages.getByRole('button', { name, exact: true }).click();
}

/** Runs the command line, which must succeed. */
export async function command(values: readonly string[]): Promise<void> {
  const { code, stderr } = await runCli(values);
  expect(code, stderr).toBe(0);
}
