/** The one way from a file's bytes to pixels. */
import { closeSync, constants, fstatSync, openSync, read } from 'node:fs';
import { promisify } from 'node:util';
import type { PictureFile } from '../contract/dataset';
import { AppError, isAppError, systemCode } from '../contract/errors';
import { decodeBmp, readBmpHeader } from './decode-bmp';
import { decodeTransparent, openByTensorFlow, type Shrink } from './decode-tensorflow';
import { decodeByVips } from './decode-vips';
import { isOrdinary, readImageHeader } from './header';
import { formatOf } from './picture-format';
import type { Picture } from './picture';
import { toPicture, type Raster } from './raster';
import { resizable, type ResizablePicture } from './resizable-picture';

/** Pictures above this are refused before decoding, which would take gigabytes of memory. */
export const megapixelLimit = 100;

/** Files above this are refused before reading them. */
export const megabyteLimit = 500;

/** What transparent pixels show where nothing else is chosen. */
export const defaultBackground = '#ffffff';

/** Of a decoded file: what it is, beside its name and contents. */
export type PictureFacts = Omit<PictureFile, 'name' | 'digest'>;

export interface DecodedImage {
  readonly picture: Picture;
  readonly facts: PictureFacts;
}

/**
 * The bytes of a picture's file; `name` stands in the error.
 *
 * @throws AppError `image-missing`, `image-forbidden`, `image-not-file`, `image-file-too-large`, `image-unreadable`.
 */
export async function readImageFile(path: string, name: string): Promise<Uint8Array> {
  let file: number | null = null;
  try {
    // Opening a named pipe must not last until somebody writes into it.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (!status.isFile()) {
      throw new AppError('image-not-file', { name });
    }
    if (status.size > megabyteLimit * 1e6) {
      const megabytes = Math.round(status.size / 1e6);
      throw new AppError('image-file-too-large', { name, megabytes, limit: megabyteLimit });
    }
    return await readAll(file, status.size);
  } catch (error) {
    throw isAppError(error) ? error : readError(name, error);
  } finally {
    if (file !== null) {
      closeSync(file);
    }
  }
}

const readSome = promisify(read);

/** Only the reading may wait for the disk, and only it is left to another thread: each such turn costs 0.1 ms. */
async function readAll(file: number, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await readSome(file, bytes, filled, size - filled, filled);
    if (bytesRead === 0) {
      break;
    }
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** A picture's file, decoded; throws as `readImageFile` and `decodeImage` do. */
export async function readImage(path: string, name: string, background = defaultBackground): Promise<DecodedImage> {
  const { picture, facts } = await openFile(await readImageFile(path, name), name, background);
  try {
    return { picture: picture.pixels(), facts };
  } finally {
    picture.dispose();
  }
}

/**
 * The picture in a file: upright, in sRGB, 8 bits a channel, grey as RGB.
 *
 * @param background "#rrggbb" behind transparent pixels
 * @throws AppError `image-empty`, `image-format`, `image-heic`, `image-too-large`, or `image-unreadable` for anything that is not a
 *   whole picture
 */
export async function decodeImage(bytes: Uint8Array, name: string, background = defaultBackground): Promise<Picture> {
  const picture = await openImage(bytes, name, background);
  try {
    return picture.pixels();
  } finally {
    picture.dispose();
  }
}

/** As `decodeImage`, where it was decoded, to take parts of it; whoever gets it disposes it. */
export async function openImage(
  bytes: Uint8Array,
  name: string,
  background: string,
  shrink: Shrink = 1,
): Promise<ResizablePicture> {
  return (await openFile(bytes, name, background, shrink)).picture;
}

export interface OpenFile {
  /** Whoever gets it disposes it. */
  readonly picture: ResizablePicture;
  readonly facts: PictureFacts;
}

/** As `openImage`, and what the file is: its own size, however much smaller it was decoded. */
export async function openFile(
  bytes: Uint8Array,
  name: string,
  background = defaultBackground,
  shrink: Shrink = 1,
): Promise<OpenFile> {
  if (bytes.length === 0) {
    throw new AppError('image-empty', { name });
  }
  const format = formatOf(bytes);
  if (format === null) {
    throw new AppError('image-format', { name });
  }
  if (format === 'heic') {
    throw new AppError('image-heic', { name });
  }
  try {
    const { picture, ...facts } = await openPicture(bytes, name, background, shrink);
    return { picture, facts: { format, ...facts } };
  } catch (error) {
    throw isAppError(error) ? error : unreadable(name, error);
  }
}

async function openPicture(bytes: Uint8Array, name: string, background: string, shrink: Shrink) {
  const checkSize = (width: number, height: number): void => {
    requireSize(name, width, height);
  };
  const flat = (raster: Raster): ResizablePicture => resizable(toPicture(raster, background));
  const header = readImageHeader(bytes);
  if (header !== null) {
    checkSize(header.width, header.height);
    if (isOrdinary(header)) {
      const { width, height, channels, bitsPerChannel, transparent } = header;
      const picture = transparent ? flat(decodeTransparent(bytes)) : openByTensorFlow(bytes, header, shrink);
      return { picture, width, height, channels, bitsPerChannel };
    }
  }
  if (formatOf(bytes) === 'bmp') {
    const { width, height } = readBmpHeader(bytes);
    checkSize(width, height);
    return { picture: flat(decodeBmp(bytes)), width, height, channels: 3, bitsPerChannel: 8 };
  }
  const raster = await decodeByVips(bytes, checkSize);
  const channels = header?.channels ?? raster.fileChannels;
  const { width, height, bitsPerChannel } = raster;
  return { picture: flat(raster), width, height, channels, bitsPerChannel };
}

/** @throws AppError `image-too-large`, or `image-unreadable` for a picture without pixels */
function requireSize(name: string, width: number, height: number): void {
  if (width * height > megapixelLimit * 1e6) {
    throw new AppError('image-too-large', { name, width, height, limit: megapixelLimit });
  }
  if (width < 1 || height < 1) {
    throw new AppError('image-unreadable', { name, reason: `${String(width)}×${String(height)} pixels` });
  }
}

/** What the system says of files that cannot be read. */
const readErrorCodes: Readonly<
  Record<string, 'image-missing' | 'image-forbidden' | 'image-not-file' | 'image-link-loop'>
> = {
  ENOENT: 'image-missing',
  EACCES: 'image-forbidden',
  EPERM: 'image-forbidden',
  EISDIR: 'image-not-file',
  ENXIO: 'image-not-file',
  ELOOP: 'image-link-loop',
};

function readError(name: string, error: unknown): AppError {
  const code = readErrorCodes[systemCode(error) ?? ''];
  return code === undefined ? unreadable(name, error) : new AppError(code, { name }, { cause: error });
}

function unreadable(name: string, error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.replace(/\.$/, '');
  return new AppError('image-unreadable', { name, reason }, { cause: error });
}
