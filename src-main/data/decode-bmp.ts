/** Windows bitmaps, which none of our libraries reads: palettes of 1, 4 and 8 bits, and 16, 24 and 32 bits a pixel. */
import type { Raster } from './raster';

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  /** Rows from the top; usually they come from the bottom. */
  readonly topDown: boolean;
  /** 0 none, 3 and 6 with masks; others are packings. */
  readonly compression: number;
  /** Where the pixels begin. */
  readonly pixels: number;
  /** Where the palette begins, and how many bytes a colour has there. */
  readonly palette: number;
  readonly paletteEntryBytes: number;
  readonly paletteColours: number;
  /** Bits of red, green and blue in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number];
}

const fileHeaderBytes = 14;
/** Header of OS/2 bitmaps, with sizes of 16 bits. */
const oldHeaderBytes = 12;

/** @throws RangeError when the file ends before its header does. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(fileHeaderBytes, true);
  const isOld = headerBytes === oldHeaderBytes;
  const height = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? 0 : view.getUint32(30, true);
  const colours = isOld ? 0 : view.getUint32(46, true);
  const hasMasks = compression === 3 || compression === 6;
  return {
    width: isOld ? view.getUint16(18, true) : view.getInt32(18, true),
    height: Math.abs(height),
    bitsPerPixel,
    topDown: height < 0,
    compression,
    pixels: view.getUint32(10, true),
    palette: fileHeaderBytes + headerBytes,
    paletteEntryBytes: isOld ? 3 : 4,
    paletteColours: bitsPerPixel > 8 ? 0 : colours === 0 ? 2 ** bitsPerPixel : Math.min(colours, 2 ** bitsPerPixel),
    masks: hasMasks
      ? [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)]
      : bitsPerPixel === 16
        ? [0x7c00, 0x3e0, 0x1f]
        : [0xff0000, 0xff00, 0xff],
  };
}

/**
 * The pixels of a bitmap; the fourth byte of a pixel has no settled meaning and is left out.
 *
 * @throws RangeError when the file ends before its pixels do, and Error for packed ones
 */
export function decodeBmp(bytes: Uint8Array): Raster {
  const header = readBmpHeader(bytes);
  const { width, height, bitsPerPixel, compression } = header;
  if (![0, 3, 6].includes(compression) || ![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw new Error(`a bitmap with packing ${String(compression)} and ${String(bitsPerPixel)} bits a pixel`);
  }
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (header.pixels + rowBytes * height > bytes.length) {
    throw new RangeError('the file ends before its pixels do');
  }
  const colourAt = bitsPerPixel <= 8 ? paletteColour(bytes, header) : directColour(bytes, header);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = header.pixels + (header.topDown ? row : height - 1 - row) * rowBytes;
    for (let column = 0; column < width; column++) {
      data.set(colourAt(start, column), (row * width + column) * 3);
    }
  }
  return { width, height, channels: 3, data };
}

type ColourAt = (rowStart: number, column: number) => readonly [number, number, number];

function paletteColour(
  bytes: Uint8Array,
  { bitsPerPixel, palette, paletteEntryBytes, paletteColours }: BmpHeader,
): ColourAt {
  const colours = Array.from({ length: 2 ** bitsPerPixel }, (_, index) => {
    const at = palette + index * paletteEntryBytes;
    return index < paletteColours ? blueGreenRed(bytes, at) : ([0, 0, 0] as const);
  });
  const perByte = 8 / bitsPerPixel;
  return (rowStart, column) => {
    const byte = bytes[rowStart + Math.floor(column / perByte)] ?? 0;
    const shift = 8 - bitsPerPixel * ((column % perByte) + 1);
    return colours[(byte >> shift) & (2 ** bitsPerPixel - 1)] ?? [0, 0, 0];
  };
}

function directColour(bytes: Uint8Array, { bitsPerPixel, masks }: BmpHeader): ColourAt {
  if (bitsPerPixel === 24) {
    return (rowStart, column) => blueGreenRed(bytes, rowStart + column * 3);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [red, green, blue] = [channelOf(masks[0]), channelOf(masks[1]), channelOf(masks[2])];
  return (rowStart, column) => {
    const pixel =
      bitsPerPixel === 16 ? view.getUint16(rowStart + column * 2, true) : view.getUint32(rowStart + column * 4, true);
    return [red(pixel), green(pixel), blue(pixel)];
  };
}

/** The channel of a pixel under a mask, scaled to a byte. */
function channelOf(mask: number): (pixel: number) => number {
  if (mask === 0) {
    return () => 0;
  }
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / largest);
}

function blueGreenRed(bytes: Uint8Array, at: number): readonly [number, number, number] {
  return [bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0];
}
