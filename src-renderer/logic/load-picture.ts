/** Pictures from addresses and PNG files, as bitmaps. */
import { white, toHex, type Bitmap } from './bitmap';

/** A part of a picture, in its pixels. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One of the square parts of a sample's picture (input | target | prediction).
 *
 * @throws Error when there is no picture at the address
 */
export async function loadSamplePart(url: string, part: number): Promise<Bitmap> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const side = image.naturalHeight;
  return rasterise(image, { left: part * side, top: 0, width: side, height: side }, { width: side, height: side });
}

/**
 * A PNG file's picture, decoded on another thread. The caller closes it. Unlike a `Blob` of it, which Chromium keeps in
 * another process, it leaves nothing behind.
 *
 * @throws Error when it is none
 */
export async function decodePicture(png: ArrayBuffer): Promise<ImageBitmap> {
  const decoder = new ImageDecoder({ data: png, type: 'image/png' });
  try {
    const { image } = await decoder.decode();
    try {
      return await createImageBitmap(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

/** The bytes of a PNG file. */
export async function encodePng({ width, height, data }: Bitmap): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(new ImageData(data, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function rasterise(image: CanvasImageSource, part: Part, size: { width: number; height: number }): Bitmap {
  const { width, height } = size;
  const context = contextOf(new OffscreenCanvas(width, height));
  context.fillStyle = toHex(white);
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, part.left, part.top, part.width, part.height, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: new Uint8ClampedArray(data) };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('There is no 2D canvas.');
  }
  return context;
}
