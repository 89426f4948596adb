import { expect, it } from 'vitest';
import { withinBudget } from '../../../src-main/log/budget';

it('says all of what is little, a part of what is endless, and how much was left out', () => {
  const said: string[] = [];
  let now = 0;
  const say = withinBudget(
    (level, text) => said.push(`${level} ${text}`),
    () => now,
  );
  say('info', 'hello');
  expect(said).toEqual(['info hello']);

  const lines = 10_000;
  for (let line = 0; line < lines; line += 1) {
    say('warn', 'x'.repeat(100));
  }
  const passed = said.length - 1;
  expect(passed).toBeGreaterThan(100);
  expect(passed).toBeLessThan(2000);

  now = 60_000;
  say('error', 'after a minute');
  expect(said.slice(-2)).toEqual([
    `warn ${String(lines - passed)} lines were too many and are left out`,
    'error after a minute',
  ]);

  // For an hour a hundred lines a second.
  const before = said.join('').length;
  for (let line = 0; line < 360_000; line += 1) {
    now += 10;
    say('warn', 'x'.repeat(100));
  }
  expect(said.join('').length - before).toBeLessThan(20 * 2 ** 20);
});
