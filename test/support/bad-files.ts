/** Files that no picture comes of, each with the code that it must be reported with. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../src-main/contract/errors';
import { pngHeader } from './pictures';

export interface BadFile {
  readonly name: string;
  readonly code: ErrorCode;
}

/** Whole files of some formats, by name, that bad ones are made of. */
export type WholeFiles = Readonly<Record<string, Uint8Array>>;

/** Writes the files into a folder. */
export async function writeBadFiles(folder: string, whole: WholeFiles): Promise<readonly BadFile[]> {
  const files: BadFile[] = [];
  const add = async (name: string, code: ErrorCode, contents: Uint8Array | string): Promise<void> => {
    await writeFile(join(folder, name), contents);
    files.push({ name, code });
  };
  for (const ending of ['jpg', 'png', 'webp', 'tif', 'bmp', 'gif', 'avif', 'heic']) {
    await add(`empty.${ending}`, 'image-empty', '');
  }
  for (const [name, bytes] of Object.entries(whole)) {
    await add(`cut-${name}`, 'image-unreadable', bytes.subarray(0, Math.floor(bytes.length / 2)));
    await add(`only-header-${name}`, 'image-unreadable', bytes.subarray(0, 30));
  }
  await add('text.jpg', 'image-format', 'I am no picture');
  await add('page.png', 'image-format', '<!doctype html><title>404</title>');
  await add('drawing.svg', 'image-format', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await add('archive.zip', 'image-format', 'PK\u0003\u0004');
  await add('document.pdf', 'image-format', '%PDF-1.7');
  await add('phone.heic', 'image-heic', '\0\0\0\u0018ftypheic\0\0\0\0mif1heic');
  await add('zeros.png', 'image-format', new Uint8Array(4096));
  await add('bomb.png', 'image-too-large', pngHeader(60_000, 60_000));
  await add('bomb.jpg', 'image-too-large', jpegHeader(65_500, 65_500));
  await add('bomb.bmp', 'image-too-large', bmpHeader(50_000, 50_000));
  await add('bomb.gif', 'image-too-large', gifHeader(65_535, 65_535));
  await add('bomb.tif', 'image-too-large', tiffHeader(60_000, 60_000));
  await add('packed.bmp', 'image-unreadable', bmpHeader(8, 8, 1));
  await add('no-pixels.png', 'image-unreadable', pngHeader(0, 5));
  await add('heavy.tif', 'image-file-too-large', '');
  await truncate(join(folder, 'heavy.tif'), 600_000_000);
  await symlink('loop.png', join(folder, 'loop.png'));
  files.push({ name: 'loop.png', code: 'image-link-loop' });
  await symlink('nothing.png', join(folder, 'dangling.png'));
  files.push({ name: 'dangling.png', code: 'image-missing' });
  execFileSync('mkfifo', [join(folder, 'pipe.png')]);
  files.push({ name: 'pipe.png', code: 'image-not-file' });
  await mkdir(join(folder, 'folder.png'));
  if (process.getuid?.() !== 0) {
    await add('forbidden.png', 'image-forbidden', 'x');
    await chmod(join(folder, 'forbidden.png'), 0);
  }
  return files;
}

function withView(length: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}

/** Start of image and of a frame of one channel. */
function jpegHeader(width: number, height: number): Uint8Array {
  return withView(40, (view) => {
    view.setUint32(0, 0xff_d8_ff_c0);
    view.setUint16(4, 11);
    view.setUint8(6, 8);
    view.setUint16(7, height);
    view.setUint16(9, width);
    view.setUint8(11, 1);
  });
}

function bmpHeader(width: number, height: number, compression = 0): Uint8Array {
  return withView(200, (view) => {
    view.setUint16(0, 0x424d);
    view.setUint32(10, 54, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, width, true);
    view.setInt32(22, height, true);
    view.setUint16(28, 24, true);
    view.setUint32(30, compression, true);
  });
}

function gifHeader(width: number, height: number): Uint8Array {
  return withView(40, (view) => {
    new TextEncoder().encode('GIF89a').forEach((value, index) => {
      view.setUint8(index, value);
    });
    view.setUint16(6, width, true);
    view.setUint16(8, height, true);
    view.setUint8(10, 0x80);
    // Two colours, one frame of one pixel, and the end.
    view.setUint8(19, 0x2c);
    view.setUint16(24, width, true);
    view.setUint16(26, height, true);
    [2, 2, 0x44, 1, 0, 0x3b].forEach((value, index) => {
      view.setUint8(29 + index, value);
    });
  });
}

/** One strip of grey pixels, which is not there. */
function tiffHeader(width: number, height: number): Uint8Array {
  const entries = [
    [256, width],
    [257, height],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 8],
    [278, height],
    [279, 100],
  ] as const;
  return withView(200, (view) => {
    view.setUint32(0, 0x49_49_2a_00);
    view.setUint32(4, 8, true);
    view.setUint16(8, entries.length, true);
    entries.forEach(([tag, value], index) => {
      const at = 10 + index * 12;
      view.setUint16(at, tag, true);
      view.setUint16(at + 2, 4, true);
      view.setUint32(at + 4, 1, true);
      view.setUint32(at + 8, value, true);
    });
  });
}
