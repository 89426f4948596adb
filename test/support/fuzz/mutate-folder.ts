/** A run or an export of which a few files were changed, replaced by what is no file, or taken away. */
import { execFileSync } from 'node:child_process';
import { readFile, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { mutateBytes } from './mutate-bytes';
import type { Random } from './random';
import { mutateJson } from './values';

/** What is larger was said to be huge by an earlier change. */
const largest = 2 ** 30;

/**
 * @param paths of what must not be touched, to which links may lead and texts may point
 * @returns what was done, in words
 */
export async function mutateFolder(
  random: Random,
  folder: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const done: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() || entry.isDirectory(),
    );
    if (entries.length === 0) {
      break;
    }
    const entry = random.pick(entries);
    const path = join(entry.parentPath, entry.name);
    const what = entry.isFile()
      ? await changeFile(random, path, paths)
      : random.chance(0.2)
        ? await replace(random, path, paths)
        : 'kept';
    done.push(`${relative(folder, path)} ${what}`);
  }
  return done;
}

async function changeFile(random: Random, path: string, paths: readonly string[]): Promise<string> {
  if (random.chance(0.2)) {
    return replace(random, path, paths);
  }
  if (random.chance(0.05) || (await stat(path)).size > largest) {
    await truncate(path, 2 ** 40);
    return 'is said to be huge';
  }
  const contents = await readFile(path);
  const changed = (random.chance(0.8) ? mutatedText(random, contents, paths) : null) ?? mutateBytes(random, contents);
  await writeFile(path, changed);
  return 'has other contents';
}

/** JSON as other JSON, lines of JSON with one of them changed; null for what is neither. */
function mutatedText(random: Random, contents: Buffer, paths: readonly string[]): string | null {
  const lines = contents.toString('utf8').split('\n');
  const parts = lines.length > 2 && lines[0]?.endsWith('}') === true ? lines : [lines.join('\n')];
  const at = random.below(parts.length);
  try {
    parts[at] = JSON.stringify(mutateJson(random, JSON.parse(parts[at] ?? ''), paths));
    return parts.join('\n');
  } catch {
    return null;
  }
}

async function replace(random: Random, path: string, paths: readonly string[]): Promise<string> {
  await rm(path, { recursive: true, force: true });
  const aim = random.pick(['nothing', 'pipe', '/dev/zero', '/dev/null', '.', ...paths]);
  if (aim === 'pipe') {
    execFileSync('mkfifo', [path]);
  } else if (aim !== 'nothing') {
    await symlink(aim, path);
  }
  return `is ${aim === 'nothing' || aim === 'pipe' ? aim : `a link to ${aim}`}`;
}
