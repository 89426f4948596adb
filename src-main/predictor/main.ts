/** Entry of a predictor, an Electron utility process: answers the app's requests, and the window's pictures by its port. */
import type { MessagePortMain } from 'electron';
import { toErrorValue, type Result } from '../contract/errors';
import {
  predictorRequestSchema,
  type PredictorReplies,
  type PredictorReply,
  type PredictorRequest,
} from '../contract/predictor';
import { logError } from '../log/log';
import { keepLog } from '../log/own-life';
import { roleOfEnvironment } from '../log/place';
import { createSession } from './session';

keepLog(roleOfEnvironment('generator'));

let window: MessagePortMain | null = null;

const session = createSession((event) => {
  window?.postMessage(event);
});

process.parentPort.on('message', ({ data, ports }: { data: unknown; ports: readonly MessagePortMain[] }) => {
  const request = predictorRequestSchema.parse(data);
  void answer(request, ports).then((result) => {
    const reply: PredictorReply = { type: 'reply', id: request.id, result };
    process.parentPort.postMessage(reply);
  });
});

async function answer(
  request: PredictorRequest,
  ports: readonly MessagePortMain[],
): Promise<Result<PredictorReplies[PredictorRequest['type']]>> {
  try {
    if (request.type === 'connect') {
      connect(ports[0]);
      return { ok: true, data: null };
    }
    return { ok: true, data: await session.handle(request) };
  } catch (error) {
    logError(`request ${request.type}`, error);
    return { ok: false, error: toErrorValue(error) };
  }
}

function connect(port: MessagePortMain | undefined): void {
  window?.close();
  window = port ?? null;
  window?.on('message', ({ data }) => {
    void session.picture(data);
  });
  window?.start();
}
