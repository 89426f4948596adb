import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DecoderPool } from '../../../src-main/data/decoder/decoder-pool';
import { encodePng } from '../../../src-main/data/encode';
import { noise, writeBelow } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

test('a file on which the process dies is reported by name, and another process goes on', async () => {
  const folder = await temporaryFolder();
  const names = Array.from({ length: 40 }, (_, index) => `${String(index)}.png`);
  for (const [index, name] of names.entries()) {
    await writeBelow(folder, name, await encodePng(noise(400, 300, index)));
  }
  const pool = new DecoderPool(undefined, 1);
  let killed = 0;
  const results = await Promise.allSettled(
    names.map(async (name, index) => {
      const examined = await pool.examine(join(folder, name), name);
      if (index === 3) {
        [killed = 0] = pool.processIds;
        execFileSync('kill', ['-KILL', String(killed)]);
      }
      return examined;
    }),
  );
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ code: 'image-crashed', data: { reason: 'SIGKILL' } });
  const lost = names[results.findIndex(({ status }) => status === 'rejected')];
  expect(failed[0]).toMatchObject({ data: { name: lost } });
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(39);
  expect(pool.processIds).not.toContain(killed);
  pool.close();
});

test('a process that cannot be started is no file’s fault', async () => {
  const pool = new DecoderPool('/nowhere/decoder.js', 1);
  await expect(pool.examine('/a.png', 'a.png')).rejects.toMatchObject({ code: 'unexpected' });
  pool.close();
});
