import { describe, expect, it } from 'vitest';
import { LossHistory } from '../../../../src-renderer/logic/loss-history';
import { summariseLosses } from '../../../../src-renderer/logic/loss-table';
import { historyOfEach } from '../../../support/loss-history';

function historyOf(count: number): LossHistory {
  return historyOfEach(Float32Array.from({ length: count }, (_, index) => index + 1));
}

describe('the table of losses', () => {
  it('has a row for each step of a short run, newest first', () => {
    const rows = summariseLosses(historyOf(3), { first: 0, last: 50 }, 20);
    expect(rows.map(({ first, last }) => [first, last])).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
    ]);
    expect(rows[0]?.losses.disc_loss).toEqual({ mean: 3, minimum: 3, maximum: 3 });
  });

  it('sums a long run up in rows that end at round numbers and leave no step out', () => {
    const rows = summariseLosses(historyOf(1234), { first: 0, last: 2000 }, 20);
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(rows[0]).toMatchObject({ first: 1201, last: 1234 });
    expect(rows[1]).toMatchObject({ first: 1101, last: 1200 });
    expect(rows[1]?.losses.gen_l1_loss).toEqual({ mean: 1150.5, minimum: 1101, maximum: 1200 });
    expect(rows.at(-1)).toMatchObject({ first: 1, last: 100 });
    rows.slice(1).forEach((row, index) => {
      expect(rows[index]?.first).toBe(row.last + 1);
    });
  });

  it('shows the part that was zoomed into', () => {
    const rows = summariseLosses(historyOf(1234), { first: 399.6, last: 420.3 }, 20);
    expect([rows[0]?.last, rows.at(-1)?.first]).toEqual([420, 400]);
    expect(rows.length).toBeLessThanOrEqual(20);
  });

  it('is empty before the first step', () => {
    expect(summariseLosses(LossHistory.empty(), { first: 0, last: 50 }, 20)).toEqual([]);
  });
});
