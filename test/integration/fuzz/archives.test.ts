/** Archives that are broken, or want to write elsewhere, write nothing but plain files below their own folder. */
import { lstat, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { systemCode } from '../../../src-main/contract/errors';
import { extractArchive } from '../../../src-main/data/fetch/extract';
import { archiveOf, tarOf, type Entry } from '../../support/archives';
import { corpusOf, isLong, tryCases } from '../../support/fuzz/cases';
import { mutateBytes } from '../../support/fuzz/mutate-bytes';
import type { Random } from '../../support/fuzz/random';
import { refusalOf } from '../../support/fuzz/refusal';
import { makeSecret } from '../../support/fuzz/secret';
import { hostileTexts } from '../../support/fuzz/values';
import { temporaryFolder } from '../../support/temporary-folder';

const name = 'maps';
const types = [
  'File',
  'OldFile',
  'ContiguousFile',
  'Directory',
  'Link',
  'SymbolicLink',
  'CharacterDevice',
  'FIFO',
] as const;

function entry(random: Random, paths: readonly string[]): Entry {
  const part = (): string =>
    random.pick(['train', 'test', '1.jpg', '..', '.hidden', ...hostileTexts(paths)]).slice(0, 90);
  const path = [random.chance(0.8) ? name : part(), ...Array.from({ length: random.below(4) }, part)].join('/');
  return {
    path: random.chance(0.1) ? part() : path,
    ...(random.chance(0.7) ? {} : { type: random.pick(types), linkpath: part() }),
    contents: 'x'.repeat(random.below(600)),
  };
}

const endless = isLong ? { timeout: 0 } : {};

it('of any contents', endless, async () => {
  const parent = await temporaryFolder();
  const [archive, chosen] = [join(parent, 'archive.tar.gz'), join(parent, 'chosen')];
  await writeFile(archive, '');
  await mkdir(chosen);
  const secret = await makeSecret(parent);
  const found = await Promise.all((await corpusOf('archives')).map((path) => readFile(path)));
  let written = 0;
  await tryCases('archives', 250, archive, async ({ random, known }) => {
    await rm(chosen, { recursive: true });
    await mkdir(chosen);
    const entries = Array.from({ length: 1 + random.below(5) }, () => entry(random, secret.paths));
    const whole = random.pick([archiveOf(entries), ...found]);
    const made = [() => whole, () => mutateBytes(random, whole), () => gzipSync(mutateBytes(random, tarOf(entries)))];
    await writeFile(archive, known === null ? random.pick(made)() : await readFile(known));
    await refusalOf(() => extractArchive(archive, name, chosen)).catch((error: unknown) => {
      // Names that the disk does not take.
      if (systemCode(error) === null) {
        throw error;
      }
    });
    for (const each of await readdir(chosen, { recursive: true })) {
      const status = await lstat(join(chosen, each));
      expect(status.isFile() || status.isDirectory(), each).toBe(true);
      written += status.isFile() ? 1 : 0;
    }
    await secret.requireUntouched();
  });
  expect(written).toBeGreaterThan(0);
  await secret.close();
});
