/** Ordinary JPEG and PNG files by TensorFlow's own decoders: fast, and exactly the tutorial's pixels. */
import { loadTensorFlow } from '../native/tensorflow';
import type { ImageHeader } from './header';
import type { Raster } from './raster';

/** Grey becomes RGB. @throws what TensorFlow says of a file that is not whole */
export async function decodeByTensorFlow(bytes: Uint8Array, header: ImageHeader): Promise<Raster> {
  const channels = header.transparent ? 4 : 3;
  const tf = await loadTensorFlow();
  const tensor = header.format === 'png' ? tf.node.decodePng(bytes, channels) : tf.node.decodeJpeg(bytes, channels);
  const values = await tensor.data();
  tensor.dispose();
  const [height, width] = tensor.shape;
  return { width, height, channels, data: new Uint8Array(values) };
}
