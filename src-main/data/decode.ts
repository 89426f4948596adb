/** The one way from a file's bytes to pixels: TensorFlow's own decoders, so that they are exactly the tutorial's. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../contract/errors';
import { loadTensorFlow } from '../native/tensorflow';
import { readImageHeader, type ImageHeader } from './header';
import type { Picture } from './picture';

/** Pictures above this are refused before decoding, which would take gigabytes of memory. */
export const megapixelLimit = 100;

/**
 * The bytes of a picture's file; `name` stands in the error.
 *
 * @throws AppError `image-unreadable`.
 */
export async function readImageFile(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** A picture's file, decoded; throws as `readImageFile` and `decodeImage` do. */
export async function readImage(path: string, name: string): Promise<{ bytes: Uint8Array; picture: Picture }> {
  const bytes = await readImageFile(path, name);
  return { bytes, picture: await decodeImage(bytes, name) };
}

/**
 * Decodes a JPEG or PNG file as RGB, 8 bits a channel; transparency is dropped, grey becomes RGB.
 *
 * @throws AppError `image-empty`, `image-too-large`, or `image-unreadable` for anything that is not a whole picture.
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<Picture> {
  const header = checkHeader(bytes, name);
  const tf = await loadTensorFlow();
  const decode = header.format === 'png' ? tf.node.decodePng : tf.node.decodeJpeg;
  let tensor;
  try {
    tensor = decode(bytes, 3);
  } catch (error) {
    throw unreadable(name, error);
  }
  const values = await tensor.data();
  tensor.dispose();
  const [height, width] = tensor.shape;
  return { width, height, data: new Uint8Array(values) };
}

/**
 * The header of a file that may be decoded.
 *
 * @throws AppError `image-empty`, `image-too-large`, `image-unreadable`.
 */
export function checkHeader(bytes: Uint8Array, name: string): ImageHeader {
  if (bytes.length === 0) {
    throw new AppError('image-empty', { name });
  }
  const header = readImageHeader(bytes);
  if (header === null) {
    throw new AppError('image-unreadable', { name, reason: 'its contents are neither JPEG nor PNG' });
  }
  const { width, height } = header;
  if (width * height > megapixelLimit * 1e6) {
    throw new AppError('image-too-large', { name, width, height, limit: megapixelLimit });
  }
  if (header.channels === 4) {
    throw new AppError('image-unreadable', { name, reason: 'CMYK colours instead of RGB' });
  }
  if (header.bitsPerChannel > 8) {
    throw new AppError('image-unreadable', {
      name,
      reason: `${String(header.bitsPerChannel)} bits a channel instead of 8`,
    });
  }
  return header;
}

/** TensorFlow's messages begin with a status number that tells a person nothing. */
function unreadable(name: string, error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.replace(/^Invalid TF_Status: \d+\s+Message: /, '').replace(/\.$/, '');
  return new AppError('image-unreadable', { name, reason }, { cause: error });
}
