/** A server on loopback that gives one file, well or badly. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ArchiveServer {
  /** Of the folder that its files lie in. */
  readonly address: string;
  /** The `Range` of each request for the file, or null where it had none. */
  readonly ranges: (string | null)[];
  /** What it gives from now on. */
  contents: Buffer;
  /** Bytes after which the next connections are cut, one for each; none when it is empty. */
  readonly cuts: number[];
  /** False: it ignores `Range`, as a plain server does. */
  knowsRanges: boolean;
  /** Another answer instead. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  readonly close: () => void;
}

/** Starts a server; whoever starts it closes it. */
export async function serveArchive(contents: Buffer): Promise<ArchiveServer> {
  const http = createServer((request, response) => {
    const range = request.headers.range ?? null;
    server.ranges.push(range);
    if (server.answer === null) {
      give(request, response, range);
    } else {
      server.answer(request, response);
    }
  });
  const give = (request: IncomingMessage, response: ServerResponse, range: string | null): void => {
    const { contents: file } = server;
    const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`;
    const isFresh = request.headers['if-range'] === etag;
    const start = server.knowsRanges && isFresh ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    if (start > 0 && start >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${String(file.length)}` }).end();
      return;
    }
    const body = file.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': body.length,
      ...(start > 0
        ? { 'content-range': `bytes ${String(start)}-${String(file.length - 1)}/${String(file.length)}` }
        : {}),
    });
    const cut = server.cuts.shift();
    if (cut === undefined) {
      response.end(body);
    } else {
      response.flushHeaders();
      response.write(body.subarray(0, cut));
      // What was written still arrives, and then nothing more.
      request.socket.end();
    }
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // A listening server has an address and no path.
  const { port } = http.address() as AddressInfo;
  const server: ArchiveServer = {
    address: `http://127.0.0.1:${String(port)}/`,
    ranges: [],
    contents,
    cuts: [],
    knowsRanges: true,
    answer: null,
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
  return server;
}
