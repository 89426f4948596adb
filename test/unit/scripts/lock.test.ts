import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../scripts/setup/lock.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

describe('withLock', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    const path = join(await temporaryFolder(), 'lock');
    const events: string[] = [];
    await Promise.all(
      ['a', 'b'].map((name) =>
        withLock(async () => {
          events.push(`${name} in`);
          await new Promise(setImmediate);
          events.push(`${name} out`);
        }, path),
      ),
    );
    expect(events).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a process that is gone', async () => {
    const path = join(await temporaryFolder(), 'lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, String(pid));
    expect(await withLock(() => Promise.resolve('mine'), path)).toBe('mine');
  });
});
