/**
 * Every other kind of picture by libvips, compiled to WebAssembly: WebP, TIFF, GIF, AVIF, and JPEG and PNG files
 * that are turned, have a colour profile of their own, CMYK colours or 16 bits.
 */
import Vips from 'wasm-vips';
import type { Raster } from './raster';

type Library = Awaited<ReturnType<typeof Vips>>;
type Image = Vips.Image;

/** Takes the decoded size, and may refuse it, before any pixel is decoded. */
export type SizeCheck = (width: number, height: number) => void;

export interface VipsRaster extends Raster {
  readonly bitsPerChannel: number;
  /** In the file. */
  readonly fileChannels: number;
}

let library: Promise<Library> | null = null;

/** Loaded once in a process; its threads do not keep the process alive. */
function loadVips(): Promise<Library> {
  library ??= Vips({ dynamicLibraries: ['vips-heif.wasm'] }).then((vips) => {
    // Each picture is decoded once, so nothing that was computed is needed again.
    vips.Cache.max(0);
    return vips;
  });
  return library;
}

/**
 * Upright pixels in sRGB, 8 bits a channel. Of several pages or frames the first.
 *
 * @throws Error with a reason that a person can read, and whatever `checkSize` throws
 */
export async function decodeByVips(bytes: Uint8Array, checkSize: SizeCheck): Promise<VipsRaster> {
  const vips = await loadVips();
  const made: Image[] = [];
  const keep = (image: Image): Image => {
    made.push(image);
    return image;
  };
  try {
    const stored = keep(vips.Image.newFromBuffer(bytes, '', { fail_on: 'error' }));
    checkSize(stored.width, stored.height);
    const bitsPerChannel = stored.getTypeof('bits-per-sample') === 0 ? 8 : stored.getInt('bits-per-sample');
    const upright = keep(stored.autorot());
    const { channels, data } = toBytes(upright, keep);
    const { width, height } = upright;
    return { width, height, channels, data, bitsPerChannel, fileChannels: stored.bands };
  } catch (error) {
    throw readable(error);
  } finally {
    for (const image of made) {
      image.delete();
    }
  }
}

/** Pixels of 1 to 4 channels of 8 bits. */
function toBytes(image: Image, keep: (image: Image) => Image): Pick<Raster, 'channels' | 'data'> {
  const hasProfile = image.getTypeof('icc-profile-data') !== 0;
  if (hasProfile) {
    return plainBytes(keep(image.iccTransform('srgb', { embedded: true, intent: 'relative' })));
  }
  if (image.interpretation === 'cmyk' && image.format === 'uchar' && image.bands === 4) {
    return { channels: 3, data: fromCmyk(pixelsOf(image)) };
  }
  const isPlain = ['srgb', 'b-w', 'rgb', 'rgb16', 'grey16', 'multiband'].includes(image.interpretation);
  return plainBytes(isPlain ? image : keep(image.colourspace('srgb')));
}

function plainBytes(image: Image): Pick<Raster, 'channels' | 'data'> {
  const { bands: channels, format } = image;
  if (channels > 4) {
    throw new Error(`${String(channels)} channels a pixel`);
  }
  const memory = pixelsOf(image);
  if (format === 'uchar') {
    return { channels, data: memory };
  }
  if (format === 'ushort') {
    const values = new Uint16Array(memory.buffer, memory.byteOffset, memory.byteLength / 2);
    return { channels, data: Uint8Array.from(values, (value) => Math.round(value / 257)) };
  }
  throw new Error(`pixels of the type ${format}`);
}

/** In an array of our own: the library's lies in memory that its threads share. */
function pixelsOf(image: Image): Uint8Array {
  const { buffer, byteOffset, byteLength } = image.writeToMemory();
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}

/** Without a profile ink is taken as the complement of light, as browsers do. */
function fromCmyk(values: Uint8Array): Uint8Array {
  const data = new Uint8Array((values.length / 4) * 3);
  for (let pixel = 0; pixel < values.length / 4; pixel++) {
    const light = 255 - (values[pixel * 4 + 3] ?? 0);
    for (let channel = 0; channel < 3; channel++) {
      data[pixel * 3 + channel] = Math.round(((255 - (values[pixel * 4 + channel] ?? 0)) * light) / 255);
    }
  }
  return data;
}

/** Errors of the library come as WebAssembly exceptions, whose message is the type and then lines of reasons. */
function readable(error: unknown): unknown {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
  if (!Array.isArray(message)) {
    return error;
  }
  const lines = String(message[1] ?? message[0])
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('unable to call'));
  return new Error(lines[0] ?? 'it cannot be decoded', { cause: error });
}
