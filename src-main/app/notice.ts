/** What the system's notifications say. */
import { basename } from 'node:path';
import { renderError, type Language } from '../contract/messages/render';
import type { RunStatus } from '../contract/run-status';
import { appMessages } from './messages/catalogue';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What a person is told who is doing something else: nothing of a run that was stopped as they wished. */
export function noticeOf(status: RunStatus, language: Language): Notice | null {
  const messages = appMessages[language];
  const name = basename(status.run);
  if (status.phase === 'failed' && status.problem !== null) {
    return { title: messages.failedTitle(name), body: renderError(status.problem, language) };
  }
  return status.phase === 'ended' && status.complete
    ? {
        title: messages.finishedTitle(name),
        body: messages.finishedBody(status.totalSteps.toLocaleString('en-US')),
      }
    : null;
}
