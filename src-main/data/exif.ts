/** How the camera was held. */

const orientationTag = 0x0112;

/**
 * Whether a picture needs no turning: its orientation is 1, or not given.
 *
 * @param exif a TIFF structure, as EXIF keeps it
 */
export function isUpright(exif: Uint8Array): boolean {
  return orientationOf(exif) === 1;
}

/** 1 to 8 as in EXIF; 1 where it is not given or cannot be read. */
export function orientationOf(exif: Uint8Array): number {
  try {
    const orientation = readOrientation(new DataView(exif.buffer, exif.byteOffset, exif.byteLength));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch (error) {
    if (error instanceof RangeError) {
      return 1;
    }
    throw error;
  }
}

function readOrientation(view: DataView): number {
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (view.getUint16(at, little) === orientationTag) {
      return view.getUint16(at + 8, little);
    }
  }
  return 1;
}
