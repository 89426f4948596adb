/** A small run among the application's own, made by the command line. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../../integration/cli/run-cli';
import { expect, root, test, type Studio } from './application';

/** Side of its pictures. */
export const trainedSize = 64;

/** Steps of its checkpoints. */
export const trainedSteps = [4, 8];

/**
 * Puts a run on the sample pairs among the application's own, with dropout, so that noise is seen. It is trained once for
 * all tests that want the same.
 */
export async function trainRun(
  { userData }: Pick<Studio, 'userData'>,
  name: string,
  further: readonly string[] = [],
): Promise<string> {
  const folder = join(userData, 'runs', name);
  await cp(await trainedOnce(further), folder, { recursive: true });
  return folder;
}

/** The folder of a run that nothing may change; other workers have their own. */
async function trainedOnce(further: readonly string[]): Promise<string> {
  const { parallelIndex, project } = test.info();
  const key = createHash('sha256').update(further.join('\n')).digest('hex').slice(0, 12);
  const folder = join(project.outputDir, `trained-run-${key}-${String(parallelIndex)}`);
  if (existsSync(folder)) {
    return folder;
  }
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  const options = ['--size', '64', '--filters', '4', '--steps', '8', '--checkpoint-every-steps', '4', '--seed', '3'];
  await command([
    'train',
    join(root, 'assets', 'sample-pairs'),
    '--run',
    partial,
    ...options,
    '--sample-every',
    '4',
    ...further,
  ]);
  await rename(partial, folder);
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
