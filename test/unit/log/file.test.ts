import { readFileSync } from 'node:fs';
import { appendFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile } from '../../../src-main/log/file';
import { temporaryFolder } from '../../support/temporary-folder';

test('lines that were refused are counted once others can be written, and a torn line stays alone', async () => {
  const folder = await temporaryFolder();
  const parent = join(folder, 'logs');
  const path = join(parent, 'pix2pix-studio.log');
  const file = openLogFile({ path, lossLine: (lost) => `${String(lost)} lost`, retryAfter: 0 });
  await writeFile(parent, 'in the way');
  file.write('one');
  file.write('two');
  await rm(parent);
  file.write('three');
  file.write('four');
  expect(readFileSync(path, 'utf8')).toBe('three\n2 lost\nfour\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await rm(parent, { recursive: true });
  file.write('five');
  await mkdir(parent);
  await appendFile(path, 'tor');
  file.write('six');
  expect(readFileSync(path, 'utf8')).toBe('tor\nsix\n1 lost\n');
});
