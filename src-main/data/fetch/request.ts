/** One HTTP request for a file: bytes as they are, redirects within what is allowed, an end to waiting. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppError } from '../../contract/errors';

/** A server that says nothing for so long has gone. */
export const patienceMilliseconds = 30_000;
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

function send(
  address: URL,
  { headers, signal, patience = patienceMilliseconds }: RequestOptions,
): Promise<IncomingMessage> {
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(address, {
      // An archive is wanted as it lies there, never packed once more on the way.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'pix2pix-studio', ...headers },
      timeout: patience,
      ...(signal === undefined ? {} : { signal }),
    });
    sent.on('response', resolve);
    sent.on('timeout', () => {
      sent.destroy(new Error(`nothing came for ${String(patience / 1000)} seconds`));
    });
    sent.on('error', (error) => {
      const reason = error.message === '' ? 'no connection' : error.message;
      reject(
        signal?.aborted === true
          ? toError(signal.reason)
          : new AppError('download-offline', { address: address.href, reason }, { cause: error }),
      );
    });
    sent.end();
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
