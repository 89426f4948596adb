/** Entry of the trainer, an Electron utility process: answers the app's requests, sends events to the window's port. */
import type { MessagePortMain } from 'electron';
import { toErrorValue, type Result } from '../contract/errors';
import {
  trainerRequestSchema,
  type TrainerEvent,
  type TrainerReplies,
  type TrainerReply,
  type TrainerRequest,
} from '../contract/trainer';
import { createSession } from './session';

let window: MessagePortMain | null = null;

const session = createSession((event: TrainerEvent) => {
  window?.postMessage(event);
});

process.parentPort.on('message', ({ data, ports }: { data: unknown; ports: readonly MessagePortMain[] }) => {
  const request = trainerRequestSchema.parse(data);
  void answer(request, ports).then((result) => {
    const reply: TrainerReply = { type: 'reply', id: request.id, result };
    process.parentPort.postMessage(reply);
  });
});

async function answer(
  request: TrainerRequest,
  ports: readonly MessagePortMain[],
): Promise<Result<TrainerReplies[TrainerRequest['type']]>> {
  try {
    if (request.type === 'connect') {
      window?.close();
      window = ports[0] ?? null;
      return { ok: true, data: null };
    }
    return { ok: true, data: await session.handle(request) };
  } catch (error) {
    return { ok: false, error: toErrorValue(error) };
  }
}
