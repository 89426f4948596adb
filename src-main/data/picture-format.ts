/** What kind of picture a file holds, by its first bytes; its name proves nothing. */
import type { PictureFormat } from '../contract/dataset';

/** Name endings of the formats that can be read, the usual one first. */
export const formatExtensions: Readonly<Record<PictureFormat, readonly string[]>> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  tiff: ['tif', 'tiff'],
  bmp: ['bmp', 'dib'],
  gif: ['gif'],
  avif: ['avif'],
  heic: ['heic', 'heif'],
};

/** At an offset, these characters stand. */
type Signature = readonly [offset: number, characters: string];

const signatures: readonly (readonly [PictureFormat, readonly Signature[]])[] = [
  ['jpeg', [[0, '\xff\xd8\xff']]],
  ['png', [[0, '\x89PNG\r\n\x1a\n']]],
  ['gif', [[0, 'GIF87a']]],
  ['gif', [[0, 'GIF89a']]],
  ['bmp', [[0, 'BM']]],
  ['tiff', [[0, 'II*\0']]],
  ['tiff', [[0, 'MM\0*']]],
  ['tiff', [[0, 'II+\0']]],
  ['tiff', [[0, 'MM\0+']]],
  [
    'webp',
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
];

/** Brands of the HEIF family's `ftyp` box that tell what is inside. */
const avifBrands = ['avif', 'avis'];
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** The format, or null for anything that is no picture that can be read. */
export function formatOf(bytes: Uint8Array): PictureFormat | null {
  const known = signatures.find(([, parts]) =>
    parts.every(([offset, text]) => textAt(bytes, offset, text.length) === text),
  );
  if (known !== undefined) {
    return known[0];
  }
  if (textAt(bytes, 4, 4) !== 'ftyp') {
    return null;
  }
  const brands = brandsOf(bytes);
  if (brands.some((brand) => avifBrands.includes(brand))) {
    return 'avif';
  }
  return brands.some((brand) => heicBrands.includes(brand)) ? 'heic' : null;
}

/** Whether a file's name promises another format than its contents have. */
export function isNamedOtherwise(name: string, format: PictureFormat): boolean {
  const extension = extensionOf(name);
  return !formatExtensions[format].includes(extension);
}

/** Whether a file's name is that of a picture. */
export function hasPictureExtension(name: string): boolean {
  return Object.values(formatExtensions).flat().includes(extensionOf(name));
}

function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The main brand and the compatible ones. */
function brandsOf(bytes: Uint8Array): string[] {
  const end = Math.min(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0), bytes.length, 256);
  const brands = [textAt(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) {
    brands.push(textAt(bytes, at, 4));
  }
  return brands;
}

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
