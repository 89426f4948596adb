/** A small whole picture of each format that can be read, as a base for broken ones. */
import Vips from 'wasm-vips';
import { pictureFormats, type PictureFormat } from '../../src-main/contract/dataset';
import { noise } from './pictures';

const [width, height] = [24, 16];

/** Bytes by format. */
export async function wholePictures(): Promise<ReadonlyMap<PictureFormat, Uint8Array>> {
  const vips = await Vips({ dynamicLibraries: ['vips-heif.wasm'] });
  const { data } = noise(width, height, 1);
  const image = vips.Image.newFromMemory(data, width, height, 3, vips.BandFormat.uchar);
  const writers: Readonly<Record<Exclude<PictureFormat, 'heic'>, () => Uint8Array>> = {
    jpeg: () => image.jpegsaveBuffer(),
    png: () => image.pngsaveBuffer(),
    webp: () => image.webpsaveBuffer(),
    tiff: () => image.tiffsaveBuffer(),
    bmp: () => bmpOf(data),
    gif: () => image.gifsaveBuffer(),
    avif: () => image.heifsaveBuffer({ compression: 'av1' }),
  };
  const made = pictureFormats.flatMap((format) =>
    format === 'heic' ? [] : [[format, Uint8Array.from(writers[format]())] as const],
  );
  image.delete();
  return new Map(made);
}

/** 24 bits a pixel, rows from the bottom, blue first; a row of this width needs no padding. */
function bmpOf(data: Uint8Array): Uint8Array {
  const headBytes = 54;
  const file = Buffer.alloc(headBytes + data.length);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headBytes, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const at = headBytes + ((height - 1 - row) * width + column) * 3;
    for (let channel = 0; channel < 3; channel++) {
      file[at + channel] = data[pixel * 3 + 2 - channel] ?? 0;
    }
  }
  return file;
}
