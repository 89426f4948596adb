import { describe, expect, it } from 'vitest';
import { appMessages } from '../../../src-main/app/messages/catalogue';
import { noticeOf } from '../../../src-main/app/notice';
import { trayLine, trayTemplate } from '../../../src-main/app/tray-menu';
import { AppError } from '../../../src-main/contract/errors';
import { renderError } from '../../../src-main/contract/messages/render';
import type { RunStatus } from '../../../src-main/contract/run-status';

const training: RunStatus = {
  run: '/data/runs/emoji-3',
  phase: 'training',
  step: 12_345,
  totalSteps: 30_000,
  complete: false,
  problem: null,
};

describe('a notification', () => {
  it('tells of the end and of a failure, in the same words as everywhere', () => {
    const done = { ...training, phase: 'ended', step: 30_000, complete: true } as const;
    expect(noticeOf(done, 'en')).toEqual({
      title: 'emoji-3 has finished',
      body: 'All 30,000 steps are done, and the last one is saved.',
    });
    const problem = new AppError('disk-full', { path: '/data' }).value;
    for (const language of ['en', 'ko'] as const) {
      expect(noticeOf({ ...training, phase: 'failed', problem }, language)?.body).toBe(renderError(problem, language));
    }
  });

  it('tells nothing of a run that goes on or was stopped as the person wished', () => {
    expect(noticeOf(training, 'en')).toBeNull();
    expect(noticeOf({ ...training, phase: 'ended' }, 'en')).toBeNull();
  });
});

describe('the tray', () => {
  it('says how far the run is', () => {
    expect(trayLine(training, appMessages.en)).toBe('emoji-3: 41 %');
    expect(trayLine({ ...training, phase: 'held' }, appMessages.ko)).toBe('emoji-3: 41%에서 일시정지');
    expect(trayLine({ ...training, phase: 'ended' }, appMessages.en)).toBe('No run is training');
    expect(trayLine(null, appMessages.en)).toBe('No run is training');
  });

  it('offers what can be done with it', () => {
    const done: string[] = [];
    const actions = {
      show: () => done.push('show'),
      command: (command: string) => done.push(command),
      quit: () => done.push('quit'),
    };
    const items = trayTemplate(training, appMessages.en, actions);
    for (const item of items) {
      (item.click as (() => void) | undefined)?.();
    }
    expect(done).toEqual(['show', 'pause', 'stop', 'quit']);
    const idle = trayTemplate(null, appMessages.en, actions);
    expect(idle.filter(({ enabled }) => enabled === false).map(({ id }) => id)).toEqual(['line', 'pause', 'stop']);
  });
});
