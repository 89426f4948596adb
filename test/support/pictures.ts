/** Small made pictures for tests of the data layer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Philox } from '../../src-main/core/philox';
import { encodePng } from '../../src-main/data/encode';
import type { Picture } from '../../src-main/data/picture';
import { loadTensorFlow } from '../../src-main/native/tensorflow';

/** Random pixels that follow from the seed. */
export function noise(width: number, height: number, seed: number): Picture {
  const random = new Philox(seed, 0);
  const data = Uint8Array.from({ length: width * height * 3 }, () => random.nextUint32() & 0xff);
  return { width, height, data };
}

export async function encodeJpeg({ width, height, data }: Picture): Promise<Uint8Array> {
  const tf = await loadTensorFlow();
  const tensor = tf.tensor3d(data, [height, width, 3], 'int32');
  const bytes = await tf.node.encodeJpeg(tensor);
  tensor.dispose();
  return bytes;
}

/** Writes noise as side-by-side PNG pairs, each with its own pixels, at the given names below the folder. */
export async function writePairs(folder: string, names: readonly string[], width = 32, height = 16): Promise<void> {
  for (const [index, name] of names.entries()) {
    await writeBelow(folder, name, await encodePng(noise(width, height, index + 1)));
  }
}

export async function writeBelow(folder: string, name: string, contents: Uint8Array | string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

/** A PNG file's beginning that claims the given size, without any pixels. */
export function pngHeader(width: number, height: number, bitsPerChannel = 8): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([bitsPerChannel, 2], 24);
  return bytes;
}
