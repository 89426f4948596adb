/** Values that programs stumble over, and JSON in which one of them takes the place of another. */
import type { Random } from './random';

/** @param paths that lead to what must not be touched */
export function hostileTexts(paths: readonly string[]): readonly string[] {
  return [
    '',
    ' ',
    '.',
    '..',
    '/',
    '/etc/passwd',
    '/dev/zero',
    '../../../../../../etc/passwd',
    'C:\\Windows',
    '\\\\server\\share',
    'file:///etc/passwd',
    'app://studio/../..',
    '%2e%2e%2f',
    'a\0b',
    '\ud800',
    '\u202e',
    '한글 🙂',
    '-rf',
    '--config',
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    '1e309',
    'try [1]',
    'x'.repeat(300),
    'x'.repeat(40_000),
    ...paths,
  ];
}

const numbers = [0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e-320, 1e308];

/** A value that JSON can tell. */
export function jsonValue(random: Random, paths: readonly string[], depth = 3): unknown {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind < 2) {
    return random.pick(hostileTexts(paths));
  }
  if (kind < 4) {
    return random.pick(numbers);
  }
  if (kind === 4) {
    return random.pick([null, true, false, [], {}]);
  }
  const length = random.below(5);
  if (kind === 5) {
    return Array.from({ length }, () => jsonValue(random, paths, depth - 1));
  }
  return Object.fromEntries(
    Array.from({ length }, () => [random.pick(hostileTexts([])), jsonValue(random, paths, depth - 1)]),
  );
}

/** The same value with one of its parts changed, left out, or more than there was. */
export function mutateJson(random: Random, value: unknown, paths: readonly string[]): unknown {
  const isInside = typeof value === 'object' && value !== null && random.chance(0.85);
  if (!isInside) {
    return typeof value === 'number' && random.chance(0.5)
      ? value * random.pick([-1, 0, 2, 1e3, 1e9])
      : jsonValue(random, paths);
  }
  if (Array.isArray(value)) {
    const entries: unknown[] = [...(value as readonly unknown[])];
    const at = random.below(entries.length);
    if (random.chance(0.7)) {
      entries[at] = mutateJson(random, entries[at], paths);
    } else {
      entries.splice(at, random.below(2), ...entries.slice(0, random.below(3)), jsonValue(random, paths));
    }
    return entries;
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  const [key = 'more', old] = entries[at] ?? [];
  if (random.chance(0.8)) {
    entries[at] = [key, mutateJson(random, old, paths)];
  } else if (random.chance(0.5)) {
    entries.splice(at, 1);
  } else {
    entries.push([random.pick(hostileTexts(paths)), jsonValue(random, paths)]);
  }
  return Object.fromEntries(entries);
}
