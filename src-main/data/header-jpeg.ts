/** The segments of a JPEG file before its pixels. */
import type { ImageHeader } from './header';

const profileMark = 'ICC_PROFILE\0';
const exifMark = 'Exif\0\0';

/** @throws RangeError when the file ends before its frame. */
export function readJpegHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const profileParts: Uint8Array[] = [];
  let exif: Uint8Array | null = null;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isStartOfFrame(marker)) {
      const channels = view.getUint8(at + 9);
      return {
        format: 'jpeg',
        width: view.getUint16(at + 7),
        height: view.getUint16(at + 5),
        bitsPerChannel: view.getUint8(at + 4),
        channels,
        transparent: false,
        exif,
        profile: profileParts.length === 0 ? null : Buffer.concat(profileParts),
      };
    }
    const length = view.getUint16(at + 2);
    const contents = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && startsWith(contents, exifMark)) {
      exif = contents.subarray(exifMark.length);
    } else if (marker === 0xe2 && startsWith(contents, profileMark)) {
      // Two bytes more: number of this part, and of all parts. They stand in order.
      profileParts.push(contents.subarray(profileMark.length + 2));
    }
    at += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15 without the tables DHT, JPG and DAC that lie between them. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return String.fromCharCode(...bytes.subarray(0, text.length)) === text;
}
