/** What the first bytes of a JPEG or PNG file say, read without decoding it. */

export interface ImageHeader {
  readonly format: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
  readonly bitsPerChannel: number;
  /** Four for CMYK in a JPEG file; not told for PNG. */
  readonly channels: number | null;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The header, or null when the bytes are not a JPEG or PNG file, whatever their name says. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (pngSignature.every((value, index) => bytes[index] === value)) {
    return readPngHeader(view);
  }
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? readJpegHeader(view) : null;
}

/** The chunk IHDR always comes first. */
function readPngHeader(view: DataView): ImageHeader | null {
  if (view.byteLength < 26) {
    return null;
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return { format: 'png', width, height, bitsPerChannel: view.getUint8(24), channels: null };
}

/** Walks over the segments (comments, colour profile, tables) to the start of frame. */
function readJpegHeader(view: DataView): ImageHeader | null {
  let at = 2;
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isStartOfFrame(marker)) {
      return {
        format: 'jpeg',
        width: view.getUint16(at + 7),
        height: view.getUint16(at + 5),
        bitsPerChannel: view.getUint8(at + 4),
        channels: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15 without the tables DHT, JPG and DAC that lie between them. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
