import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../../src-main/contract/errors';
import { DecoderPool } from '../../../src-main/data/decoder/decoder-pool';
import { encodePng } from '../../../src-main/data/encode';
import { openLog } from '../../../src-main/log/log';
import { readLog } from '../../support/log-writer';
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
      const examined = await examine(pool, join(folder, name), name);
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

test('the log has the start of such a process, what it printed, and its end', async () => {
  const folder = await temporaryFolder();
  openLog('training', join(folder, 'pix2pix-studio.log'));
  const program =
    'console.error("spoilt"); process.on("message", () => process.exit(7)); process.send({type: "ready"})';
  await writeFile(join(folder, 'decoder.cjs'), program);
  const pool = new DecoderPool(join(folder, 'decoder.cjs'), 1);
  await expect(examine(pool, 'a.png', 'a.png')).rejects.toMatchObject({ code: 'image-crashed' });
  pool.close();
  await expect.poll(() => readLog(folder)).toHaveLength(3);
  const [start = '', ...others] = await readLog(folder);
  const decoder = /training\[\d+\] started (decoder\[\d+\])$/.exec(start)?.[1] ?? 'none';
  expect(others.sort()).toEqual([
    expect.stringContaining(` ${decoder} stderr: spoilt`),
    expect.stringMatching(/ error .* decoder\[\d+\] ended: code 7$/),
  ]);
});

/** What a file is, by a process that is asked for it alone; rejects with why it cannot be used. */
async function examine(pool: DecoderPool, path: string, name: string): Promise<unknown> {
  const [group] = await pool.examine({ making: null, groups: [{ files: [{ path, name }], place: null }] });
  const [result] = group?.files ?? [];
  if (result?.ok !== true) {
    throw result?.ok === false ? new AppError(result.error.code, result.error.data) : new Error('no answer');
  }
  return result.data;
}

/** A decoding process that works for ever on files named so, and finds all others whole. */
const hanging = `
process.on('message', ({ id, groups }) => {
  while (groups.some(({ files }) => files.some(({ name }) => name === 'hang.png')));
  const examined = { format: 'png', width: 1, height: 1, channels: 3, bitsPerChannel: 8, labelParts: [] };
  const file = { ok: true, data: { digest: '', examined } };
  const data = groups.map(({ files }) => ({ files: files.map(() => file), hash: null }));
  process.send({ type: 'reply', id, result: { ok: true, data } });
});
process.on('disconnect', () => process.exit());
process.send({ type: 'ready' });
`;

test('a file that is never done with is given up by name, its process ended, and the others go on', async () => {
  const folder = await temporaryFolder();
  await writeBelow(folder, 'decoder.cjs', hanging);
  const pool = new DecoderPool(join(folder, 'decoder.cjs'), 1, 1500);
  const ask = (name: string): Promise<unknown> => examine(pool, join(folder, name), name);
  await ask('first.png');
  const [stuck = 0] = pool.processIds;
  const results = await Promise.allSettled(['1.png', 'hang.png', '2.png', '3.png'].map(ask));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: { code: 'image-too-slow', data: { name: 'hang.png', seconds: 1.5 } } });
  expect(pool.processIds).not.toContain(stuck);
  await expect.poll(() => isRunning(stuck)).toBe(false);
  pool.close();
});

test('a file that is never done with is found among those that were asked for with it', async () => {
  const folder = await temporaryFolder();
  await writeBelow(folder, 'decoder.cjs', hanging);
  const pool = new DecoderPool(join(folder, 'decoder.cjs'), 1, 1500);
  const group = (...names: string[]) => ({ files: names.map((name) => ({ path: name, name })), place: null });
  const groups = [group('1.png', '2.png'), group('3.png', 'hang.png'), group('4.png')];
  const examined = await pool.examine({ making: null, groups });
  const codes = examined.map(({ files }) => files.map((file) => (file.ok ? 'whole' : file.error.code)));
  expect(codes).toEqual([['whole', 'whole'], ['whole', 'image-too-slow'], ['whole']]);
  pool.close();
});

function isRunning(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
}

test('a process that cannot be started is no file’s fault', async () => {
  const pool = new DecoderPool('/nowhere/decoder.js', 1);
  await expect(examine(pool, '/a.png', 'a.png')).rejects.toMatchObject({ code: 'unexpected' });
  pool.close();
});
