/** Answers the window's requests: checks who asks, parses what is asked, and turns every failure into a result. */
import { z } from 'zod';
import { AppError, toErrorValue, type Result } from '../contract/errors';
import { routes, type Channel, type Handlers, type ReplyOf, type RequestOf, type Route } from '../contract/routes';
import { appOrigin, originOf } from '../contract/wire';
import { logError } from '../log/log';

/** The frame that sent a request. */
export interface Sender {
  readonly isMainFrame: boolean;
  readonly url: string;
}

/** Never throws: whatever happens is in the result, and a refusal names the channel. */
export async function answer(
  handlers: Handlers,
  sender: Sender | null,
  channel: unknown,
  request: unknown,
): Promise<Result<ReplyOf<Channel>>> {
  try {
    checkSender(sender, channel);
    return { ok: true, data: await handle(handlers, parseChannel(channel), request) };
  } catch (error) {
    logError(`request ${String(channel)}`, error);
    return { ok: false, error: toErrorValue(error) };
  }
}

function checkSender(sender: Sender | null, channel: unknown): void {
  if (sender?.isMainFrame !== true || originOf(sender.url) !== appOrigin) {
    throw refusal(
      channel,
      `it came from ${sender?.url ?? 'a frame that is gone'}, not from the main frame of ${appOrigin}`,
    );
  }
}

function parseChannel(channel: unknown): Channel {
  if (typeof channel === 'string' && isChannel(channel)) {
    return channel;
  }
  throw refusal(channel, 'there is no such channel');
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(routes, name);
}

async function handle<C extends Channel>(handlers: Handlers, channel: C, request: unknown): Promise<ReplyOf<C>> {
  const table: { readonly [K in Channel]: Route<RequestOf<K>, ReplyOf<K>> } = routes;
  const parsed = table[channel].request.safeParse(request);
  if (!parsed.success) {
    throw refusal(channel, z.prettifyError(parsed.error));
  }
  return handlers[channel](parsed.data);
}

function refusal(channel: unknown, reason: string): AppError {
  return new AppError('request-invalid', { channel: String(channel), reason });
}
