/** Pictures of any size for a network that takes multiples: padded at the right and bottom by reflection. */

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** height·width·3 bytes. */
  readonly data: Uint8Array;
}

/** The next multiple of `multiple`. */
export function roundedUp(side: number, multiple: number): number {
  return Math.ceil(side / multiple) * multiple;
}

/** Sides as multiples of `multiple`; what is added mirrors the picture about its last row and column. */
export function paddedTo(picture: Pixels, multiple: number): Pixels {
  const width = roundedUp(picture.width, multiple);
  const height = roundedUp(picture.height, multiple);
  if (width === picture.width && height === picture.height) {
    return picture;
  }
  const data = new Uint8Array(width * height * 3);
  const row = picture.width * 3;
  for (let y = 0; y < height; y++) {
    const from = reflected(y, picture.height) * row;
    const to = y * width * 3;
    data.set(picture.data.subarray(from, from + row), to);
    for (let x = picture.width; x < width; x++) {
      const source = from + reflected(x, picture.width) * 3;
      data.copyWithin(to + x * 3, to + source - from, to + source - from + 3);
    }
  }
  return { width, height, data };
}

/** The upper left `width` × `height`. */
export function cropped(picture: Pixels, width: number, height: number): Pixels {
  if (width === picture.width && height === picture.height) {
    return picture;
  }
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = y * picture.width * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}

/** Index within `size` of one beyond its end; the last itself is not repeated. */
function reflected(index: number, size: number): number {
  return index < size ? index : 2 * (size - 1) - index;
}
