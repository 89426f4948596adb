/** Resizing of finished pictures, where smoothness matters more than being the tutorial's. */
import { loadTensorFlow } from '../native/tensorflow';
import type { Picture } from './picture';

/** Bilinear with half-pixel centres, by TensorFlow. The same size gives the same bytes. */
export async function resizeSmooth(picture: Picture, width: number, height: number): Promise<Picture> {
  if (picture.width === width && picture.height === height) {
    return picture;
  }
  const tf = await loadTensorFlow();
  const resized = tf.tidy(() => {
    const pixels = tf.tensor3d(picture.data, [picture.height, picture.width, 3], 'int32');
    const floats = tf.image.resizeBilinear(tf.cast(pixels, 'float32'), [height, width], false, true);
    return tf.cast(tf.round(floats), 'int32');
  });
  const data = Uint8Array.from(await resized.data());
  resized.dispose();
  return { width, height, data };
}
