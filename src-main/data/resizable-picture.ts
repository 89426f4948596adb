/** A decoded picture of which parts are resized where its pixels lie: in the decoder's memory, or in ours. */
import type { Resizing } from '../contract/dataset';
import { pixelFunctions, type DecodedPixels, type PixelPart, type Pixels } from '../native/pixels';
import type { Picture } from './picture';
import type { Region } from './region';

/** Whoever gets one disposes it. */
export interface ResizablePicture {
  readonly width: number;
  readonly height: number;
  /** A part of it, made `width`×`height`, in an array of its own or in the one that is given. */
  resized(from: Region, width: number, height: number, resizing: Resizing, into?: Uint8Array): Picture;
  /** A part of it as `PixelFunctions` take one; of no use when the picture is disposed of. */
  part(region: Region): PixelPart;
  /** All of it. */
  pixels(): Picture;
  dispose(): void;
}

/** Of a picture whose pixels are at hand. */
export function resizable(picture: Picture): ResizablePicture {
  return {
    ...resizablePixels(picture.data, picture),
    pixels: () => picture,
    dispose: () => undefined,
  };
}

/** Of a decoded picture, which becomes its own. */
export function resizableDecoded(decoded: {
  readonly pixels: DecodedPixels;
  readonly width: number;
  readonly height: number;
}): ResizablePicture {
  const { pixels, width, height } = decoded;
  const { copy, dispose } = pixelFunctions();
  return {
    ...resizablePixels(pixels, decoded),
    pixels: () => ({ width, height, data: copy(pixels) }),
    dispose() {
      dispose(pixels);
    },
  };
}

function resizablePixels(
  pixels: Pixels,
  { width: fullWidth, height: fullHeight }: Pick<Picture, 'width' | 'height'>,
): Pick<ResizablePicture, 'width' | 'height' | 'part' | 'resized'> {
  const part = ({ left, top, width, height }: Region): PixelPart => {
    return [pixels, fullWidth, fullHeight, left, top, width, height];
  };
  return {
    width: fullWidth,
    height: fullHeight,
    part,
    resized(from, width, height, resizing, data = new Uint8Array(width * height * 3)) {
      pixelFunctions().resize(...part(from), width, height, resizing === 'smooth', data);
      return { width, height, data };
    },
  };
}
