/** Pictures as TensorFlow's 8-bit tensors, for which TF.js has no type: its own functions make four bytes of each. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { attributeMakers } from './attributes';
import { nativeBackend, type TensorFlow } from './tensorflow';

/** TensorFlow's number of the type. */
const uint8 = 4;
/** Bytes of the type as which bytes are read out. */
const wordBytes = 4;

/** Whole pixels of a picture. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The operations, bound to the library. Each gives a tensor that is the caller's to dispose. */
export interface PixelOperations {
  /** [height, width, channels]; `ratio` makes it so many times smaller. @throws Error for a file that is not whole */
  readonly decodeJpeg: (bytes: Uint8Array, channels: number, ratio: number) => Tensor;
  /** [height, width, channels]. @throws Error for a file that is not whole */
  readonly decodePng: (bytes: Uint8Array, channels: number) => Tensor;
  readonly fromBytes: (bytes: Uint8Array, shape: readonly number[]) => Tensor;
  /** [1, height, width, channels] of a part of [height, width, channels]. */
  readonly part: (pixels: Tensor, from: Rectangle) => Tensor;
  /** Keys' bicubic filter, as wide as needed against aliasing: [1, height, width, channels] of the given size. */
  readonly resizeSmooth: (pixels: Tensor, width: number, height: number) => Tensor;
  /** All bytes, copied once. */
  readonly bytesOf: (pixels: Tensor) => Uint8Array;
}

export function pixelOperations(tensorflow: TensorFlow): PixelOperations {
  const backend = nativeBackend(tensorflow);
  const attribute = attributeMakers(tensorflow);
  const { TF_FLOAT: float, TF_INT32: int32 } = backend.binding;
  const integers = (...values: number[]): Tensor => tensorflow.tensor1d(values, 'int32');
  const ofBytes = attribute.type('T', uint8);
  const ofFloats = attribute.type('T', float);

  const shaped = (pixels: Tensor, shape: readonly number[]): Tensor =>
    backend.executeSingleOutput('Reshape', [ofBytes, attribute.type('Tshape', int32)], [pixels, integers(...shape)]);

  /** What is larger is only interpolated, which the second operation does as well, at twice the rate. */
  const filtered = (pixels: Tensor, width: number, height: number): Tensor => {
    const [, fromHeight = 1, fromWidth = 1] = pixels.shape;
    const size = integers(height, width);
    if (width < fromWidth || height < fromHeight) {
      const scale = tensorflow.tensor1d([height / fromHeight, width / fromWidth]);
      const filter = [attribute.string('kernel_type', 'keyscubic'), attribute.bool('antialias', true)];
      const inputs = [pixels, size, scale, tensorflow.tensor1d([0, 0])];
      return backend.executeSingleOutput('ScaleAndTranslate', [ofBytes, ...filter], inputs);
    }
    const centres = [attribute.bool('align_corners', false), attribute.bool('half_pixel_centers', true)];
    return backend.executeSingleOutput('ResizeBicubic', [ofBytes, ...centres], [pixels, size]);
  };

  const toBytes = (values: Tensor, type: number): Tensor => {
    const types = [attribute.type('SrcT', type), attribute.type('DstT', uint8), attribute.bool('Truncate', false)];
    return backend.executeSingleOutput('Cast', types, [values]);
  };

  const rounded = (values: Tensor): Tensor => {
    const limits = [tensorflow.scalar(0), tensorflow.scalar(255)];
    const clipped = backend.executeSingleOutput('ClipByValue', [ofFloats], [values, ...limits]);
    const whole = backend.executeSingleOutput('Round', [ofFloats], [clipped]);
    return toBytes(whole, float);
  };

  /** In one row, with as many zeros behind. */
  const padded = (pixels: Tensor, zeros: number): Tensor => {
    const paddings = tensorflow.tensor2d([[0, zeros]], [1, 2], 'int32');
    const attributes = [ofBytes, attribute.type('Tpaddings', int32)];
    return backend.executeSingleOutput('Pad', attributes, [shaped(pixels, [pixels.size]), paddings]);
  };

  /** TF.js reads out words: bytes are taken four at a time. */
  const words = (pixels: Tensor): Tensor => {
    const missing = (wordBytes - (pixels.size % wordBytes)) % wordBytes;
    const full = missing === 0 ? pixels : padded(pixels, missing);
    const grouped = shaped(full, [-1, wordBytes]);
    return backend.executeSingleOutput('Bitcast', [ofBytes, attribute.type('type', int32)], [grouped]);
  };

  return {
    decodeJpeg: (bytes, channels, ratio) =>
      tensorflow.tidy(() => backend.decodeJpeg(bytes, channels, ratio, true, false, 1, '')),
    decodePng: (bytes, channels) => tensorflow.tidy(() => backend.decodePng(bytes, channels)),
    fromBytes: (bytes, shape) => tensorflow.tidy(() => toBytes(tensorflow.tensor(bytes, [...shape], 'int32'), int32)),
    part: (pixels, { left, top, width, height }) =>
      tensorflow.tidy(() => {
        const [, , channels = 1] = pixels.shape;
        const corner = [integers(top, left, 0), integers(height, width, channels)];
        const cut = backend.executeSingleOutput(
          'Slice',
          [ofBytes, attribute.type('Index', int32)],
          [pixels, ...corner],
        );
        return shaped(cut, [1, height, width, channels]);
      }),
    resizeSmooth: (pixels, width, height) => tensorflow.tidy(() => rounded(filtered(pixels, width, height))),
    bytesOf: (pixels) => {
      const all = tensorflow.tidy(() => words(pixels));
      const { buffer, byteOffset } = all.dataSync<'int32'>();
      all.dispose();
      return new Uint8Array(buffer, byteOffset, pixels.size);
    },
  };
}
