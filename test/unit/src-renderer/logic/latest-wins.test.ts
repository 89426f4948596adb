import { describe, expect, it } from 'vitest';
import { createLatestWins, type LatestWins } from '../../../../src-renderer/logic/latest-wins';

function recorder(): { sent: string[]; queue: LatestWins; draw: (what: string) => void } {
  const sent: string[] = [];
  let newest = '';
  const queue = createLatestWins(() => sent.push(newest));
  return {
    sent,
    queue,
    draw: (what) => {
      newest = what;
      queue.ask();
    },
  };
}

describe('latest wins', () => {
  it('has never more than one under way, and sends the newest when that is answered', () => {
    const { sent, queue, draw } = recorder();
    draw('a');
    draw('b');
    draw('c');
    expect(sent).toEqual(['a']);
    queue.answered();
    expect(sent).toEqual(['a', 'c']);
    queue.answered();
    expect(sent).toEqual(['a', 'c']);
    draw('d');
    expect(sent).toEqual(['a', 'c', 'd']);
  });

  it('forgets what was under way when nobody will answer', () => {
    const { sent, queue, draw } = recorder();
    draw('a');
    draw('b');
    queue.reset();
    draw('c');
    queue.answered();
    expect(sent).toEqual(['a', 'c']);
  });
});
