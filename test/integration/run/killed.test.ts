/** A short version of `npm run torture`. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultOf, trainKilled, trainUndisturbed } from '../../../scripts/torture/kill.mjs';
import { seededRandom } from '../../../scripts/torture/seeded-random.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

const dataset = join(import.meta.dirname, '..', '..', '..', 'assets', 'sample-pairs');
const kills = 6;

it('a run that is killed at random moments loses no announced checkpoint and ends as one that was left alone', async () => {
  const folder = await temporaryFolder();
  const [killed, undisturbed] = [join(folder, 'killed'), join(folder, 'undisturbed')];
  const { steps, lost } = await trainKilled({ dataset, run: killed, kills, random: seededRandom(3) });
  expect(lost).toEqual([]);
  await trainUndisturbed({ dataset, run: undisturbed, steps });
  const { variables, ...rest } = resultOf(killed);
  const { variables: expected, ...restExpected } = resultOf(undisturbed);
  expect(rest).toEqual(restExpected);
  expect(variables.equals(expected)).toBe(true);
});
