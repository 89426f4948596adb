import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extractEntry, listWheel, type WheelEntry } from '../../../scripts/setup/wheel.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

/** Compressible, and larger than the chunks in which it is streamed. */
const large = Buffer.alloc(3_000_000, 'pix2pix ');

describe('a wheel', () => {
  it('lists its entries and gives back their bytes, stored or deflated', async () => {
    const path = await writeWheel([
      { name: 'tensorflow/stored.h', bytes: Buffer.from('#pragma once\n'), deflate: false },
      { name: 'tensorflow/large.so', bytes: large, deflate: true },
      { name: 'tensorflow/empty', bytes: Buffer.alloc(0), deflate: false },
    ]);
    const entries = await listWheel(path);
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['tensorflow/stored.h', 13],
      ['tensorflow/large.so', 3_000_000],
      ['tensorflow/empty', 0],
    ]);
    expect((await extract(path, entries[0])).toString()).toBe('#pragma once\n');
    expect((await extract(path, entries[1])).equals(large)).toBe(true);
    expect(await extract(path, entries[2])).toHaveLength(0);
  });

  it('refuses a file that is cut short', async () => {
    const path = await writeWheel([{ name: 'large.so', bytes: large, deflate: true }]);
    truncateSync(path, statSync(path).size - 30);
    await expect(listWheel(path)).rejects.toThrow('is no zip file, or is cut short');
  });

  it('refuses an entry with fewer bytes than its directory says', async () => {
    const path = await writeWheel([{ name: 'large.so', bytes: large, deflate: true }]);
    const [entry] = await listWheel(path);
    if (entry === undefined) throw new Error('no entry');
    await expect(extract(path, { ...entry, size: entry.size + 1 })).rejects.toThrow('has 3000000 bytes, not 3000001');
  });
});

async function extract(path: string, entry: WheelEntry | undefined): Promise<Buffer> {
  if (entry === undefined) throw new Error('no entry');
  const target = join(await temporaryFolder(), 'deep', 'target');
  await extractEntry(path, entry, target);
  return readFileSync(target);
}

/** A zip file as the standard describes it, with a comment at its end and extra fields before the data. */
async function writeWheel(files: readonly { name: string; bytes: Buffer; deflate: boolean }[]): Promise<string> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, deflate } of files) {
    const data = deflate ? deflateRawSync(bytes) : bytes;
    const method = deflate ? 8 : 0;
    const extra = Buffer.from('extra');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    locals.push(local, Buffer.from(name), extra, data);
    offset += local.length + name.length + extra.length + data.length;
  }
  const comment = Buffer.from('a comment');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const path = join(await temporaryFolder(), 'small.whl');
  writeFileSync(path, Buffer.concat([...locals, ...directory, end, comment]));
  return path;
}
