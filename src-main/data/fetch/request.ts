/** One HTTP request for a file: bytes as they are, redirects within what is allowed, an end to waiting. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { AppError } from '../../contract/errors';
import { proxyOf, tunnel } from './proxy';

/** A server that says nothing for so long has gone. */
export const patienceMilliseconds = 30_000;
/** Off line, some systems say nothing instead of that there is no way. */
const patienceToConnect = 10_000;
const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which the connection is given up. */
  readonly patience?: number | undefined;
}

/**
 * Asks for a file. Only HTTPS, except on this machine itself; a redirect never leads from one to the other.
 *
 * @returns the response, whose body is to be read or destroyed. Its status may be any but a redirect.
 * @throws AppError `download-address`, or `download-offline` when no answer comes; the reason of an aborted signal.
 */
export async function requestFile(address: URL, options: RequestOptions): Promise<IncomingMessage> {
  const mayStayLocal = isLoopback(address);
  let at = address;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    if (at.protocol !== 'https:' && !(mayStayLocal && isLoopback(at))) {
      throw new AppError('download-address', { address: at.href });
    }
    const response = await send(at, options);
    const { location } = response.headers;
    if (!redirects.has(response.statusCode ?? 0) || location === undefined) {
      return response;
    }
    response.destroy();
    at = parseAddress(location, at);
  }
  throw new AppError('download-address', { address: at.href });
}

/** @throws AppError `download-address` */
export function parseAddress(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch (error) {
    throw new AppError('download-address', { address: text }, { cause: error });
  }
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

async function send(address: URL, options: RequestOptions): Promise<IncomingMessage> {
  const { signal } = options;
  try {
    const proxy = proxyOf(address);
    const patience = Math.min(patienceToConnect, options.patience ?? patienceMilliseconds);
    return await ask(address, options, proxy === null ? null : await tunnel(proxy, address, { signal, patience }));
  } catch (error) {
    if (signal?.aborted === true) {
      throw signal.reason;
    }
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no connection';
    throw new AppError('download-offline', { address: address.href, reason }, { cause: error });
  }
}

/** @param through a connection that is used instead of a new one */
function ask(
  address: URL,
  { headers, signal, patience = patienceMilliseconds }: RequestOptions,
  through: Socket | null,
): Promise<IncomingMessage> {
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(address, {
      // An archive is wanted as it lies there, never packed once more on the way.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'pix2pix-studio', ...headers },
      timeout: patience,
      ...(signal === undefined ? {} : { signal }),
      ...(through === null ? {} : { createConnection: () => through }),
    });
    const giveUp = (milliseconds: number): void => {
      sent.destroy(new Error(`nothing came for ${String(milliseconds / 1000)} seconds`));
    };
    const connecting = Math.min(patienceToConnect, patience);
    const timer = setTimeout(giveUp, connecting, connecting);
    sent.on('socket', (socket) => {
      if (!socket.connecting) {
        clearTimeout(timer);
      }
      socket.once('connect', () => {
        clearTimeout(timer);
      });
    });
    sent.on('close', () => {
      clearTimeout(timer);
    });
    sent.on('response', resolve);
    sent.on('timeout', () => {
      giveUp(patience);
    });
    sent.on('error', reject);
    sent.end();
  });
}
