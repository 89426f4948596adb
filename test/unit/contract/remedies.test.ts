import { describe, expect, it } from 'vitest';
import type { ErrorValue } from '../../../src-main/contract/errors';
import { remediesOf, remediesOfAll } from '../../../src-main/contract/remedies';

const sizes = { name: 'A/1.png', inputWidth: 20, inputHeight: 30, targetWidth: 40, targetHeight: 50 };

describe('the remedies of an error', () => {
  it('carry what they need', () => {
    expect(remediesOf({ code: 'run-dataset-changed', data: { path: 'runs/1', dataset: 'pairs' } })).toEqual([
      { name: 'accept-new-dataset', run: 'runs/1', dataset: 'pairs' },
    ]);
  });

  it('say whether there is something to resume', () => {
    const lost = { step: 9, loss: 'disc_loss', variable: null, lambda: 100, learningRate: 1, lowerLearningRate: 0.1 };
    const remedyAt = (keptStep: number | null): unknown =>
      remediesOf({ code: 'loss-not-finite', data: { ...lost, keptStep } })[0];
    expect(remedyAt(6)).toEqual({ name: 'lower-learning-rate', learningRate: 0.1, resumes: true });
    expect(remedyAt(null)).toEqual({ name: 'lower-learning-rate', learningRate: 0.1, resumes: false });
  });

  it('are no smaller training where none would fit', () => {
    const data = { size: 64, filters: 4, batch: 1, neededMegabytes: 500, limitMegabytes: 100 };
    const namesFor = (smaller: ErrorData['smaller']): string[] =>
      remediesOf({ code: 'memory-short', data: { ...data, smaller } }).map(({ name }) => name);
    expect(namesFor([])).toEqual(['free-memory']);
    expect(namesFor([{ field: 'batch', value: 2 }])).toEqual(['train-smaller', 'free-memory']);
  });

  it('are to crop only where the sides of a pair are stretched differently', () => {
    const namesOf = (data: typeof sizes): string[] =>
      remediesOf({ code: 'pair-sizes-differ', data }).map(({ name }) => name);
    expect(namesOf(sizes)).toEqual(['crop-pictures']);
    expect(namesOf({ ...sizes, targetHeight: 60 })).toEqual([]);
  });

  it('are none where a sentence says all', () => {
    expect(remediesOf({ code: 'image-empty', data: { name: '1.png' } })).toEqual([]);
  });
});

it('many errors with the same remedy have it once', () => {
  const noted = ['A/1.png', 'A/2.png', 'A/3.png'].map<ErrorValue>((name) => ({
    code: 'pair-sizes-differ',
    data: { ...sizes, name },
  }));
  const error: ErrorValue = { code: 'dataset-transform-missing', data: { path: 'a' } };
  expect(remediesOfAll([...noted, error, error])).toEqual([
    { name: 'crop-pictures' },
    { name: 'choose-transform', path: 'a' },
  ]);
});

type ErrorData = Extract<ErrorValue, { code: 'memory-short' }>['data'];
