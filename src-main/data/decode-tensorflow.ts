/** Ordinary JPEG and PNG files by TensorFlow's own decoders: fast, and exactly the tutorial's pixels. */
import { loadTensorFlow } from '../native/tensorflow';
import type { ImageHeader } from './header';
import type { Raster } from './raster';

/** How many times smaller a JPEG file is decoded: each block of its pixels becomes their mean, at less work. */
export type Shrink = 1 | 2 | 4 | 8;

/** Grey becomes RGB; `shrink` is for JPEG alone. @throws what TensorFlow says of a file that is not whole */
export async function decodeByTensorFlow(bytes: Uint8Array, header: ImageHeader, shrink: Shrink): Promise<Raster> {
  const channels = header.transparent ? 4 : 3;
  const tf = await loadTensorFlow();
  const tensor =
    header.format === 'png' ? tf.node.decodePng(bytes, channels) : tf.node.decodeJpeg(bytes, channels, shrink);
  const values = tensor.dataSync();
  tensor.dispose();
  const [height, width] = tensor.shape;
  return { width, height, channels, data: values instanceof Uint8Array ? values : new Uint8Array(values) };
}
