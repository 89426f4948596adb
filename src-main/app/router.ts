/** Answers the window's requests: checks who asks, parses what is asked, and turns every failure into a result. */
import { AppError, toErrorValue, type Result } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { shortened } from '../contract/one-line';
import { routes, type Channel, type Handlers, type ReplyOf, type RequestOf, type Route } from '../contract/routes';
import { appOrigin, originOf } from '../contract/wire';
import { logError } from '../log/log';
import { sizeOf } from './request-size';

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
    logError(`request ${nameOf(channel)}`, error);
    return { ok: false, error: toErrorValue(error) };
  }
}

/** Whether it is the page of the window itself. */
export function isOurs(sender: Sender | null): boolean {
  return sender?.isMainFrame === true && originOf(sender.url) === appOrigin;
}

function checkSender(sender: Sender | null, channel: unknown): void {
  if (!isOurs(sender)) {
    throw refusal(
      channel,
      `it came from ${shortened(sender?.url ?? 'a frame that is gone')}, not from the main frame of ${appOrigin}`,
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
  const { largest, request: schema } = table[channel];
  if (sizeOf(request, largest) > largest) {
    throw refusal(channel, `it is larger than ${String(largest)} bytes`);
  }
  const parsed = schema.safeParse(request);
  if (!parsed.success) {
    throw refusal(channel, reasonOf(parsed.error));
  }
  return handlers[channel](parsed.data);
}

function refusal(channel: unknown, reason: string): AppError {
  return new AppError('request-invalid', { channel: nameOf(channel), reason });
}

/** What nests is not followed. */
function nameOf(channel: unknown): string {
  return shortened(typeof channel === 'object' && channel !== null ? 'an object' : String(channel), 64);
}
