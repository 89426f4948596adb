/** The `app://studio` pages: read-only files of a few folders, each path checked, under a strict content policy. */
import { extname } from 'node:path';
import { protocol } from 'electron';
import { appOrigin } from '../contract/wire';
import { contentTypes, readServed, type ServedFile } from './addresses';

/** Nothing but our own files; pictures also from memory (`blob:`), because samples come over a MessagePort. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: new URL(appOrigin).protocol.slice(0, -1), privileges: { standard: true, secure: true } },
  ]);
}

/**
 * Must be called after the app is ready.
 *
 * @param find the file that an address names, or null when it may not be served
 * @param render makes the PNG file of an address that names no file, or is null
 */
export function serveFiles(
  find: (address: string) => ServedFile | null,
  render: (address: string) => Promise<Uint8Array> | null,
): void {
  protocol.handle('app', async ({ method, url }) => {
    const rendered = method === 'GET' ? render(url) : null;
    if (rendered !== null) {
      return rendered.then(
        (png) => new Response(Uint8Array.from(png), { headers: { 'content-type': 'image/png' } }),
        () => new Response(null, { status: 404 }),
      );
    }
    const file = find(url);
    if (method !== 'GET' || file === null) {
      return new Response(null, { status: 404 });
    }
    try {
      const headers = {
        'content-type': contentTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
        'content-security-policy': contentPolicy,
        'x-content-type-options': 'nosniff',
      };
      return new Response(Uint8Array.from(await readServed(file)), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
