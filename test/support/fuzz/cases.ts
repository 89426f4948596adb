/** The cases of a target, one after the other: first those of the corpus, then seeded ones. */
import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from './random';

const root = join(__dirname, '..', '..', '..');

/** Of a case: whatever takes longer hangs. */
const usualLongest = Number(process.env['PIX2PIX_STUDIO_FUZZ_SECONDS'] ?? 60) * 1000;

/** Set by `npm run fuzz`; the short run of `npm test` always has the same cases. */
const seed = Number(process.env['PIX2PIX_STUDIO_FUZZ_SEED'] ?? 1);
const only = process.env['PIX2PIX_STUDIO_FUZZ_CASE'];

/** Of a file in a kept input, in bytes. */
const largestKept = 2 ** 27;

/** How many cases `npm run fuzz` tries. */
const asked = process.env['PIX2PIX_STUDIO_FUZZ'];

/** Whether this is more than the short run of `npm test`, and may take hours. */
export const isLong = asked !== undefined;

export interface Case {
  readonly random: Random;
  /** A file or folder of the corpus to try as it is, or null for a case to be made. */
  readonly known: string | null;
}

/**
 * @param few cases in `npm test`
 * @param input where `tryCase` has put what it tries: a file or folder, kept when it fails
 * @param longest milliseconds of a case
 * @throws Error that names the case, how to repeat it, and where its input is
 */
export async function tryCases(
  target: string,
  few: number,
  input: string,
  tryCase: (given: Case) => Promise<void>,
  longest = usualLongest,
): Promise<void> {
  const count = isLong ? Number(asked) : few;
  const known = await corpusOf(target);
  for (let index = 0; index < known.length + count; index++) {
    if (only !== undefined && index - known.length !== Number(only)) {
      continue;
    }
    const given = { random: new Random(seed, Math.max(0, index - known.length)), known: known[index] ?? null };
    try {
      await within(longest, tryCase(given));
    } catch (error) {
      const name = given.known ?? `case ${String(index - known.length)} of seed ${String(seed)}`;
      // Not where the tests run as another person than the one whose folder it is.
      const kept = await keep(target, input, `${String(seed)}-${String(index)}`).catch(() => input);
      throw new Error(`${target}, ${name}: ${String(error)}\nIts input is kept in ${kept}.`, { cause: error });
    }
  }
}

/** What was found earlier; paths of files or folders. */
export async function corpusOf(target: string): Promise<readonly string[]> {
  const folder = join(root, 'test', 'fuzz-corpus', target);
  return existsSync(folder) ? (await readdir(folder)).sort().map((name) => join(folder, name)) : [];
}

async function within(longest: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it took longer than ${String(longest / 1000)} s`));
    }, longest);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function keep(target: string, input: string, name: string): Promise<string> {
  const kept = join(root, 'test-results', 'fuzz', target, name);
  await rm(kept, { recursive: true, force: true });
  await mkdir(join(kept, '..'), { recursive: true });
  // Pipes and files that are said to be huge cannot be copied; what else there is shows where they were.
  const filter = async (path: string): Promise<boolean> => {
    const status = await lstat(path);
    return status.isDirectory() || status.isSymbolicLink() || (status.isFile() && status.size < largestKept);
  };
  await (existsSync(input)
    ? cp(input, kept, { recursive: true, verbatimSymlinks: true, filter })
    : writeFile(kept, ''));
  return kept;
}
