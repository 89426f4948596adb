/** The chunks of a PNG file that say what its pixels mean. */
import { inflateSync } from 'node:zlib';
import type { ImageHeader } from './header';

/** By colour type; a palette is of colours. */
const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** Real profiles have a few kilobytes; what is larger when unpacked is no profile. */
const largestProfile = 8 * 1024 * 1024;

/** @throws RangeError when the file ends in its first chunk. */
export function readPngHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const colourType = view.getUint8(25);
  const channels = channelsOfType[colourType];
  if (channels === undefined) {
    return null;
  }
  let [transparent, exif, profile]: [boolean, Uint8Array | null, Uint8Array | null] = [
    channels === 2 || channels === 4,
    null,
    null,
  ];
  for (const [type, contents] of chunksOf(bytes, view)) {
    if (type === 'tRNS') {
      transparent = true;
    } else if (type === 'eXIf') {
      exif = contents;
    } else if (type === 'iCCP') {
      profile = unpackProfile(contents);
    }
  }
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitsPerChannel: view.getUint8(24),
    channels,
    transparent,
    exif,
    profile,
  };
}

function* chunksOf(bytes: Uint8Array, view: DataView): Generator<readonly [string, Uint8Array]> {
  let at = 8;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield [type, bytes.subarray(at + 8, at + 8 + length)];
    at += length + 12;
  }
}

/** After a name, a zero and the number of the packing. An empty profile stands for one that cannot be unpacked. */
function unpackProfile(contents: Uint8Array): Uint8Array {
  const start = contents.indexOf(0) + 2;
  try {
    return inflateSync(contents.subarray(start), { maxOutputLength: largestProfile });
  } catch {
    return new Uint8Array();
  }
}
