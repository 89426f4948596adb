import { describe, expect, it } from 'vitest';
import { makeTrainConfig, parseTrainConfig } from '../../../../src-main/contract/config';
import { AppError, toErrorValue } from '../../../../src-main/contract/errors';
import { reasonOf } from '../../../../src-main/contract/messages/reason';
import { parseCheckpointManifest, readRunText } from '../../../../src-main/contract/run';

/** What `work` throws. */
function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the reason within a sentence', () => {
  it('is the first line of what the system or a library said', () => {
    expect(reasonOf(new Error('it ends too early\n  at line 3'))).toBe('it ends too early');
  });

  it('is short, whatever a library said: one prints whole tensors', () => {
    expect(reasonOf(new Error('tensor '.repeat(100_000))).length).toBeLessThanOrEqual(300);
    expect(toErrorValue(new Error('tensor\n'.repeat(100_000)))).toMatchObject({
      code: 'unexpected',
      data: { reason: expect.stringMatching(/^tensor.{1,300}$/) as unknown },
    });
  });

  it('does not steer a terminal', () => {
    expect(reasonOf(new Error('\u001b[2J is no file'))).toBe('\\u001b[2J is no file');
  });

  it('names the field where a record is of another shape', () => {
    const error = thrown(() => parseCheckpointManifest({ format: 1, files: { 'model.index': { bytes: 1 } } }));
    expect(reasonOf(error)).toMatch(/^files: model\.index: sha256: \S+/);
  });

  it('is the sentence of an error of our own, without its full stop', () => {
    const error = thrown(() => parseTrainConfig({ ...makeTrainConfig('studio', {}), filters: 3 }));
    expect(reasonOf(error)).toMatch(/^"3" cannot be used for filters\. .*\d$/);
  });

  it('is in the sentence about a damaged run', () => {
    const error = thrown(() => readRunText('{"format": 1, "created": 5}', 'runs/1'));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'run-damaged',
      data: { path: 'runs/1', reason: expect.stringMatching(/^created: .*, config: /) as unknown },
    });
  });
});
