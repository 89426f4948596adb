/** NumPy's formats: an array as `.npy`, several as an uncompressed ZIP archive `.npz`. */

/** A float32 array, row-major (numpy.org, "numpy.lib.format", version 1.0). */
export interface NpyArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Uint16Array;
}

/** `.npy` file; Uint16Array holds the bit patterns of halves. */
export function encodeNpy({ shape, values }: Omit<NpyArray, 'name'>): Uint8Array {
  const type = values instanceof Float32Array ? '<f4' : '<f2';
  const list = shape.map(String).join(', ') + (shape.length === 1 ? ',' : '');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${list}), }`;
  // The header ends with a line end at a multiple of 64 bytes.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.from(`\x93NUMPY\x01\x00\0\0${text.padEnd(length - 1)}\n`, 'latin1');
  header.writeUInt16LE(length, 8);
  return Buffer.concat([header, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
}

/** `.npz` file: each array as `NAME.npy`. */
export function encodeNpz(arrays: readonly NpyArray[]): Uint8Array {
  return encodeZip(
    arrays.map(({ name, shape, values }) => ({ name: `${name}.npy`, data: encodeNpy({ shape, values }) })),
  );
}

/** An uncompressed ZIP archive of less than 4 GiB (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16). */
export function encodeZip(entries: readonly { readonly name: string; readonly data: Uint8Array }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const fields = entryFields(name, data);
    const local = Buffer.concat([signature(0x04034b50), fields, Buffer.from(name)]);
    const central = Buffer.concat([
      signature(0x02014b50),
      uint16(version),
      fields,
      // No comment, first disk, no attributes, then where the entry begins.
      Buffer.alloc(10),
      uint32(offset),
      Buffer.from(name),
    ]);
    parts.push(local, data);
    directory.push(central);
    offset += local.length + data.length;
  }
  const directoryLength = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.concat([
    signature(0x06054b50),
    Buffer.alloc(4),
    uint16(entries.length),
    uint16(entries.length),
    uint32(directoryLength),
    uint32(offset),
    uint16(0),
  ]);
  return Buffer.concat([...parts, ...directory, end]);
}

/** 2.0, which all readers have. */
const version = 20;
/** 1 January 1980, the earliest that the format knows: the same weights give the same bytes. */
const date = 0x0021;

/** From the version needed to the length of the extra field: the same in both places. */
function entryFields(name: string, data: Uint8Array): Buffer {
  const sizes = [crc32(data), data.length, data.length].map(uint32);
  const beforeSizes = [version, 0, 0, 0, date].map(uint16);
  return Buffer.concat([...beforeSizes, ...sizes, uint16(Buffer.byteLength(name)), uint16(0)]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return crc;
});

/** CRC-32 as ZIP has it; Node's own is newer than the Node inside of Electron. */
export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function signature(value: number): Buffer {
  return uint32(value);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
