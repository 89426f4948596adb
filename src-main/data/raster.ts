/** Decoded pixels before they are a picture: perhaps grey, perhaps transparent. */
import type { Picture } from './picture';
import { rgbOf } from './colour';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and opacity, 3 colours, 4 colours and opacity. */
  readonly channels: number;
  /** [height, width, channels], 8 bits each. */
  readonly data: Uint8Array;
}

/** Grey becomes colours; what is transparent shows the background, in proportion. */
export function toPicture({ width, height, channels, data }: Raster, background: string): Picture {
  if (channels === 3) {
    return { width, height, data };
  }
  const behind = rgbOf(background);
  const isGrey = channels <= 2;
  const isTransparent = channels % 2 === 0;
  const result = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const opacity = isTransparent ? (data[from + channels - 1] ?? 255) : 255;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[from + (isGrey ? 0 : channel)] ?? 0;
      result[pixel * 3 + channel] = Math.round((value * opacity + (behind[channel] ?? 0) * (255 - opacity)) / 255);
    }
  }
  return { width, height, data: result };
}
