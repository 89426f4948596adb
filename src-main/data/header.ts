/**
 * What a JPEG or PNG file says before its pixels, read without decoding it: its size, and whether TensorFlow's decoder
 * alone gives the right colours.
 */
import { isUpright } from './exif';
import { readJpegHeader } from './header-jpeg';
import { readPngHeader } from './header-png';
import { isSrgbProfile } from './colour-profile';
import { formatOf } from './picture-format';

export interface ImageHeader {
  readonly format: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
  readonly bitsPerChannel: number;
  /** 1 grey, 2 grey with transparency, 3 colours, 4 colours with transparency, or CMYK in a JPEG file. */
  readonly channels: number;
  readonly transparent: boolean;
  /** The camera's orientation, a TIFF structure. */
  readonly exif: Uint8Array | null;
  /** An ICC profile. */
  readonly profile: Uint8Array | null;
}

/** The header, or null when the bytes are not a JPEG or PNG file, or end before it does. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  try {
    const format = formatOf(bytes);
    if (format === 'jpeg') {
      return readJpegHeader(bytes);
    }
    return format === 'png' ? readPngHeader(bytes) : null;
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

/** Whether nothing is to be done to the decoded bytes: upright, sRGB, 8 bits a channel, no CMYK. */
export function isOrdinary({ format, bitsPerChannel, channels, exif, profile }: ImageHeader): boolean {
  const isCmyk = format === 'jpeg' && channels === 4;
  return (
    bitsPerChannel <= 8 && !isCmyk && (exif === null || isUpright(exif)) && (profile === null || isSrgbProfile(profile))
  );
}
