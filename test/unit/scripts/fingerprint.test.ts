import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprint } from '../../../scripts/setup/fingerprint.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

it('changes with an edit, a new file, a new name and a deletion, and not with a touch or an absent path', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'source', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'source', 'a.ts'), 'a');
  writeFileSync(join(folder, 'source', 'deep', 'b.ts'), 'b');
  const take = (): string => fingerprint(folder, ['source', 'absent.ts']);
  const first = take();
  utimesSync(join(folder, 'source', 'a.ts'), 1, 1);
  expect(take()).toBe(first);
  const seen = [first];
  writeFileSync(join(folder, 'source', 'a.ts'), 'A');
  seen.push(take());
  writeFileSync(join(folder, 'source', 'c.ts'), 'c');
  seen.push(take());
  renameSync(join(folder, 'source', 'c.ts'), join(folder, 'source', 'd.ts'));
  seen.push(take());
  rmSync(join(folder, 'source', 'deep'), { recursive: true });
  seen.push(take());
  expect(new Set(seen).size).toBe(5);
});
