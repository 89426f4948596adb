import { crc32 as nodeCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, encodeNpy, encodeNpz } from '../../../../src-main/export/keras/npz';

describe('encodeNpy', () => {
  it.each([
    [[2, 3], "'shape': (2, 3), "],
    [[6], "'shape': (6,), "],
  ])('says the shape %s', (shape, text) => {
    const file = Buffer.from(encodeNpy({ shape, values: Float32Array.from([1, 2, 3, 4, 5, 6]) }));
    const length = file.readUInt16LE(8);
    expect(file.toString('latin1', 0, 6)).toBe('\x93NUMPY');
    expect((10 + length) % 64).toBe(0);
    expect(file.toString('latin1', 10, 10 + length)).toContain(text);
    expect(file.readFloatLE(10 + length + 20)).toBe(6);
  });
});

it('the checksum is that of ZIP', () => {
  const data = Buffer.from('123456789');
  expect(crc32(data)).toBe(0xcbf43926);
  expect(crc32(data)).toBe(nodeCrc32(data));
});

it('an archive begins with its first file and ends with the place of its directory', () => {
  const archive = Buffer.from(encodeNpz([{ name: 'a/b', shape: [1], values: Float32Array.of(1) }]));
  expect(archive.readUInt32LE(0)).toBe(0x04034b50);
  expect(archive.toString('latin1', 30, 37)).toBe('a/b.npy');
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  expect(archive.readUInt32LE(archive.readUInt32LE(end + 16))).toBe(0x02014b50);
});
