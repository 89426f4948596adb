/** Entry of the process that trains: answers the application's requests and sends events to the window. */
import { toErrorValue, type Result } from '../contract/errors';
import {
  trainerRequestSchema,
  type TrainerEvent,
  type TrainerNotice,
  type TrainerReplies,
  type TrainerReply,
  type TrainerRequest,
} from '../contract/trainer';
import { logError } from '../log/log';
import { keepLog } from '../log/own-life';
import { createSession } from './session';
import { createStatusTeller } from './status';

/** What the carrier passes on. */
export type TrainingMessage =
  | { readonly to: 'app'; readonly message: TrainerReply | TrainerNotice }
  | { readonly to: 'window'; readonly message: TrainerEvent };

keepLog('training');
// What is printed goes to the carrier; when that has gone, a run is still to be saved.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined);
}

const tellStatus = createStatusTeller((status) => {
  send({ to: 'app', message: { type: 'status', status } });
});

const session = createSession((event) => {
  send({ to: 'window', message: event });
  tellStatus(event);
});

process.on('message', (data: unknown) => {
  const request = trainerRequestSchema.parse(data);
  void answer(request).then((result) => {
    send({ to: 'app', message: { type: 'reply', id: request.id, result } });
  });
});

// The application has died, or the system shuts down, which tells every process at once.
process.once('disconnect', saveAndEnd);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, saveAndEnd);
}

async function answer(request: TrainerRequest): Promise<Result<TrainerReplies[TrainerRequest['type']]>> {
  try {
    const isCarriers = request.type === 'connect' || request.type === 'history' || request.type === 'divide';
    return { ok: true, data: isCarriers ? null : await session.handle(request) };
  } catch (error) {
    logError(`request ${request.type}`, error);
    return { ok: false, error: toErrorValue(error) };
  }
}

function saveAndEnd(): void {
  const end = (): void => {
    process.exit();
  };
  session.handle({ type: 'stop', id: 0 }).then(end, end);
}

function send(message: TrainingMessage): void {
  // Without a carrier there is nobody to tell; the process is about to notice.
  process.send?.(message, undefined, undefined, () => undefined);
}
