/** What `train` and `resume` share: events to text or JSON lines, and the stop that saves. */
import type { CostFields } from '../contract/cost';
import type { Language } from '../contract/messages/render';
import type { DoneEvent, StartEvent, StepMetrics, TrainEvent } from '../contract/metrics';
import { log } from '../log/log';
import { endedByMemory } from '../run/guard';
import type { Context } from './command';
import { exitCodes, type ExitCode } from './exit-codes';
import { stopOnInterrupt } from './interrupt';
import { formatCount, formatLoss } from './numbers';
import { advanceProgress, durationText, progressText, startProgress, type Progress } from './progress';
import { renderForTerminal } from './render-error';
import { shellWord } from './shell-word';

/** Digits on a terminal change at most four times a second; a log gets a line every ten. */
const redrawMilliseconds = 250;
const logMilliseconds = 10_000;

type Run = (listener: { event(event: TrainEvent): void }, stop: AbortSignal) => Promise<DoneEvent>;

const now = (): number => performance.now();

/** Runs a training to its end or to the stop, and tells about it. */
export async function reportTraining(run: Run, context: Context): Promise<ExitCode> {
  const { output, messages } = context;
  const interrupt = stopOnInterrupt(context.outputClosed, {
    announce() {
      output.notice(messages.training.stopping);
      output.record({ type: 'warning', code: 'stopping', message: messages.training.stopping });
    },
    quit() {
      // An orderly exit would wait for a disk that does not answer.
      process.kill(process.pid, 'SIGINT');
    },
    now,
  });
  output.notice(messages.training.preparing);
  try {
    const done = await run({ event: makeTrainingReporter(context, now) }, interrupt.stop);
    return done.complete ? exitCodes.done : exitCodes.interrupted;
  } finally {
    interrupt.release();
  }
}

/** @throws AppError `out-of-memory` in a process that is only there to say it. */
export function explainLackOfMemory(networks: CostFields, { lackOfMemory }: Context): void {
  if (lackOfMemory !== null) {
    throw endedByMemory(networks, lackOfMemory);
  }
}

/** A listener that writes events to the output; `clock` is in milliseconds. */
export function makeTrainingReporter(context: Context, clock: () => number): (event: TrainEvent) => void {
  const { output, messages, language } = context;
  const interval = output.interactive ? redrawMilliseconds : logMilliseconds;
  let start: StartEvent | null = null;
  let progress: Progress | null = null;
  let drawnAt = -Infinity;

  const step = (event: StepMetrics): void => {
    if (progress === null) {
      return;
    }
    const time = clock();
    progress = advanceProgress(progress, event, time);
    if (time - drawnAt >= interval || event.step === progress.totalSteps) {
      drawnAt = time;
      output.progress(progressText(progress, time, messages, output.columns()));
    }
  };

  const end = (event: DoneEvent): void => {
    const duration = durationText((clock() - (progress?.startedAt ?? clock())) / 1000, messages);
    const run = start?.run ?? '';
    if (output.interactive && progress !== null) {
      output.progress(progressText(progress, clock(), messages, output.columns()));
    }
    output.endProgress();
    output.line(
      event.complete
        ? messages.training.done(formatCount(event.step), run, duration)
        : messages.training.stopped(formatCount(event.step), `${context.invocation} resume ${shellWord(run)}`),
    );
  };

  return (occurred) => {
    if ('error' in occurred) {
      log('warn', `${occurred.type} (${occurred.error.code}): ${JSON.stringify(occurred.error.data)}`);
    }
    const event = inLanguage(occurred, language);
    output.record(event);
    switch (event.type) {
      case 'start':
        start = event;
        progress = startProgress(event, clock());
        messages.training.started(event).forEach((line) => {
          output.line(line);
        });
        break;
      case 'step':
        step(event);
        break;
      case 'sample':
        output.line(messages.training.sample(formatCount(event.step), event.path, formatLoss(event.validation_l1)));
        break;
      case 'checkpoint':
        output.line(messages.training.checkpoint(formatCount(event.step), event.path));
        break;
      case 'paused':
        output.notice(messages.training.paused(formatCount(event.step), event.message));
        break;
      case 'continued':
        output.notice(messages.training.continued(formatCount(event.step)));
        break;
      case 'held':
      case 'released':
      case 'change':
        // Only the window pauses and changes a run that goes on.
        break;
      case 'warning':
        output.notice(messages.training.warning(event.message));
        break;
      case 'done':
        end(event);
        break;
    }
  };
}

/** Warnings and pauses arrive in English, with the error that they came from. */
function inLanguage(event: TrainEvent, language: Language): TrainEvent {
  return 'error' in event ? { ...event, message: renderForTerminal(event.error, language) } : event;
}
