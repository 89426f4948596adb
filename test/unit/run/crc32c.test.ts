import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../../src-main/run/crc32c';

/** Examples of RFC 3720, appendix B.4, and the check value by which the checksum is catalogued. */
const examples: readonly (readonly [string, Uint8Array, number])[] = [
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['32 rising bytes', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ['32 falling bytes', Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
  ['the digits 1 to 9', Buffer.from('123456789'), 0xe3069283],
  ['nothing', new Uint8Array(0), 0],
];

describe('crc32c', () => {
  it.each(examples)('of %s', (_, data, expected) => {
    expect(crc32c(data)).toBe(expected);
  });
});

describe('maskedCrc32c', () => {
  it('is what event files of TensorFlow begin with: a length of 24 and its checksum', () => {
    const length = Buffer.from('1800000000000000', 'hex');
    expect(maskedCrc32c(length)).toBe(Buffer.from('a37f4b22', 'hex').readUInt32LE());
  });
});
