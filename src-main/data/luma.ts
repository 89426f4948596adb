import type { Picture } from './picture';

/** Brightness of each pixel as in ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, rounded: [height, width]. */
export function luma({ width, height, data }: Picture): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const [red, green, blue] = [data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0];
    return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
  });
}
