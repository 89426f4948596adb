/** Puts pictures onto the system's clipboard. */
import { clipboard, ClipboardItem, nativeImage } from 'electron';

/** @param png bytes of a PNG file */
export async function copyPicture(png: Uint8Array): Promise<void> {
  // Electron once had `writeImage`; now it has what the web has.
  const writeImage: unknown = Reflect.get(clipboard, 'writeImage');
  if (typeof writeImage === 'function') {
    Reflect.apply(writeImage, clipboard, [nativeImage.createFromBuffer(Buffer.from(png))]);
  } else {
    await clipboard.write([new ClipboardItem({ 'image/png': new Blob([new Uint8Array(png)]) })]);
  }
}
