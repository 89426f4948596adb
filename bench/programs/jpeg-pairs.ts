/** Writes side-by-side JPEG pairs that are as hard to decode as photographs: soft shapes with grain. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Philox } from '../../src-main/core/philox';
import type { Rank, Tensor3D } from '@tensorflow/tfjs-core';
import { loadTensorFlow } from '../../src-main/native/tensorflow';

const text = { type: 'string' } as const;
/** Pixels of the picture for each random colour. */
const softness = 16;
const grain = 12;
const quality = 90;

async function main(): Promise<void> {
  const {
    folder = '',
    width = '512',
    height = '256',
    count = '100',
  } = parseArgs({
    options: { folder: text, width: text, height: text, count: text },
  }).values;
  const tf = await loadTensorFlow();
  const size: [number, number] = [Number(height), Number(width)];
  for (const split of ['train', 'test']) {
    await mkdir(join(folder, split), { recursive: true });
  }
  for (let index = 0; index < Number(count); index++) {
    const random = new Philox(1, index);
    const picture = tf.tidy(() => {
      const shape: [number, number, number] = [size[0] / softness, size[1] / softness, 3];
      const colours = Float32Array.from({ length: shape[0] * shape[1] * 3 }, () => random.nextUniform() * 255);
      const soft = tf.image.resizeBilinear(tf.tensor3d(colours, shape), size);
      const grains = tf.randomNormal<Rank.R3>([...size, 3], 0, grain, 'float32', index);
      const noisy: Tensor3D = tf.add(soft, grains);
      return tf.cast(tf.clipByValue(noisy, 0, 255), 'int32');
    });
    const bytes = await tf.node.encodeJpeg(picture, 'rgb', quality);
    picture.dispose();
    await writeFile(join(folder, index === 0 ? 'test' : 'train', `${String(index)}.jpg`), bytes);
  }
  process.stdout.write(`${JSON.stringify({ count: Number(count) })}\n`);
}

void main();
