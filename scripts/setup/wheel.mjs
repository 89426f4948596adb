import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/**
 * A Python wheel is a zip file; this reads what set-up needs of it, without ever holding a whole entry in memory.
 *
 * @typedef {{ name: string, method: number, compressedSize: number, size: number, offset: number }} WheelEntry
 */

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const stored = 0;
const deflated = 8;

/**
 * The entries of a wheel, from its central directory.
 *
 * @param {string} path
 * @returns {Promise<WheelEntry[]>}
 * @throws {Error} when the file is no zip file, is cut short, or is a zip64 file (4 GiB and more)
 */
export async function listWheel(path) {
  const file = await open(path);
  try {
    const { size: fileSize } = await file.stat();
    // The end record is 22 bytes and a comment of at most 65,535 bytes.
    const tail = Buffer.alloc(Math.min(fileSize, 22 + 0xffff));
    await file.read(tail, 0, tail.length, fileSize - tail.length);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== endOfDirectory) end -= 1;
    if (end < 0) throw new Error(`${path} is no zip file, or is cut short`);
    const directorySize = tail.readUInt32LE(end + 12);
    const directoryOffset = tail.readUInt32LE(end + 16);
    if (directoryOffset === 0xffffffff) throw new Error(`${path} is a zip64 file, which set-up does not read`);
    const directory = Buffer.alloc(directorySize);
    await file.read(directory, 0, directorySize, directoryOffset);
    return parseDirectory(directory);
  } finally {
    await file.close();
  }
}

/** @param {Buffer} directory */
function parseDirectory(directory) {
  /** @type {WheelEntry[]} */
  const entries = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === directoryEntry) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * Writes one entry to a file, streaming.
 *
 * @param {string} path the wheel
 * @param {WheelEntry} entry
 * @param {string} target
 * @throws {Error} when the bytes written are not as many as the directory says
 */
export async function extractEntry(path, entry, target) {
  if (entry.method !== stored && entry.method !== deflated) {
    throw new Error(`${entry.name} is compressed in a way (${String(entry.method)}) that set-up does not read`);
  }
  mkdirSync(dirname(target), { recursive: true });
  const start = await dataOffset(path, entry);
  let written = 0;
  const count = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      written += chunk.length;
      done(null, chunk);
    },
  });
  if (entry.compressedSize === 0) {
    await pipeline([], createWriteStream(target));
  } else {
    const source = createReadStream(path, { start, end: start + entry.compressedSize - 1, highWaterMark: 1 << 20 });
    const sink = createWriteStream(target);
    if (entry.method === stored) await pipeline(source, count, sink);
    else await pipeline(source, createInflateRaw({ chunkSize: 1 << 20 }), count, sink);
  }
  if (written !== entry.size) throw new Error(`${entry.name} has ${String(written)} bytes, not ${String(entry.size)}`);
}

/**
 * Where an entry's bytes begin: its local header has lengths of its own.
 *
 * @param {string} path
 * @param {WheelEntry} entry
 */
async function dataOffset(path, entry) {
  const file = await open(path);
  try {
    const header = Buffer.alloc(30);
    await file.read(header, 0, 30, entry.offset);
    return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
