/** ICC profiles: whether the bytes of a picture already mean sRGB. */

const headerBytes = 128;

/**
 * Whether a profile calls itself sRGB and is for RGB pictures. Every other one is converted, which does no harm to one
 * that is sRGB under another name.
 */
export function isSrgbProfile(profile: Uint8Array): boolean {
  if (profile.length < headerBytes + 4 || textOf(profile.subarray(16, 20)) !== 'RGB ') {
    return false;
  }
  // Descriptions are ASCII in profiles of version 2, UTF-16 in those of version 4.
  return textOf(description(profile)).replaceAll('\0', '').includes('sRGB');
}

/** The tag `desc`. */
function description(profile: Uint8Array): Uint8Array {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const tags = Math.min(view.getUint32(headerBytes), Math.floor((profile.length - headerBytes - 4) / 12));
  for (let tag = 0; tag < tags; tag++) {
    const at = headerBytes + 4 + tag * 12;
    if (textOf(profile.subarray(at, at + 4)) === 'desc') {
      const start = view.getUint32(at + 4);
      return profile.subarray(start, start + view.getUint32(at + 8));
    }
  }
  return new Uint8Array();
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
