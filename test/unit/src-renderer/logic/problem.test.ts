import { describe, expect, it } from 'vitest';
import { trainerEndings } from '../../../../src-main/contract/trainer';
import { describeProblem, remedyFor, trainerEnding } from '../../../../src-renderer/logic/problem';
import { catalogues } from '../../../../src-renderer/messages/catalogue';

describe('describeProblem', () => {
  it.each(trainerEndings)('says in both languages how the trainer ended: %s', (reason) => {
    const error = { code: 'trainer-stopped', data: { reason, step: 0 } } as const;
    for (const language of ['en', 'ko'] as const) {
      const { trainerStopped, endings } = catalogues[language];
      expect(describeProblem(error, catalogues[language], language)).toBe(`${trainerStopped} ${endings[reason]}`);
    }
  });

  it('leaves other errors to the catalogue of errors', () => {
    const error = { code: 'disk-full', data: { path: '/runs/pairs-1' } } as const;
    expect(describeProblem(error, catalogues.en, 'en')).toMatch(/disk is full.*\/runs\/pairs-1/i);
    expect(trainerEnding(error)).toBeNull();
  });
});

describe('remedyFor', () => {
  it('is the lower learning rate that the error offers', () => {
    const data = { step: 9, loss: 'gen_gan_loss', variable: null, lambda: 100, learningRate: 2e-4, keptStep: 6 };
    const problem = { code: 'loss-not-finite', data: { ...data, lowerLearningRate: 2e-5 } } as const;
    expect(remedyFor(problem)).toEqual({ learningRate: 2e-5 });
  });

  it('is to go on as before after any other end', () => {
    expect(remedyFor(null)).toEqual({});
    expect(remedyFor({ code: 'trainer-stopped', data: { reason: 'killed', step: 3 } })).toEqual({});
  });
});
