/** CRC-32C (Castagnoli), the checksum of TensorFlow's record files (RFC 3720, appendix B.4). */

/** The polynomial 0x1EDC6F41 with its bits reversed, as the byte-wise form needs it. */
const reversedPolynomial = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ reversedPolynomial : remainder >>> 1;
  }
  return remainder;
});

/** The checksum of some bytes, as an unsigned 32-bit number. */
export function crc32c(data: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of data) {
    remainder = (table[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}

/**
 * The checksum as record files keep it: rotated right by 15 bits plus a constant, because the checksum of data that
 * holds its own checksum tells little (tensorflow/tsl lib/hash/crc32c.h).
 */
export function maskedCrc32c(data: Uint8Array): number {
  const checksum = crc32c(data);
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
