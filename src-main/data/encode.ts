import { loadTensorFlow } from '../native/tensorflow';
import type { Picture } from './picture';

/** The bytes of a PNG file. */
export async function encodePng({ width, height, data }: Picture): Promise<Uint8Array> {
  const tf = await loadTensorFlow();
  const tensor = tf.tensor3d(data, [height, width, 3], 'int32');
  try {
    return await tf.node.encodePng(tensor);
  } finally {
    tensor.dispose();
  }
}
