import { describe, expect, it } from 'vitest';
import { trainerEndings } from '../../../../src-main/contract/trainer';
import { describeProblem } from '../../../../src-renderer/logic/problem';
import { catalogues } from '../../../../src-renderer/messages/catalogue';

describe('describeProblem', () => {
  it.each(trainerEndings)('says in both languages how the trainer stopped (%s), and at which step', (reason) => {
    const error = { code: 'trainer-stopped', data: { reason, step: 0 } } as const;
    for (const language of ['en', 'ko'] as const) {
      const sentence = describeProblem(error, 312, catalogues[language], language);
      expect(sentence).toContain(catalogues[language].endings[reason]);
      expect(sentence).toContain('312');
    }
  });

  it('leaves other errors to the catalogue of errors', () => {
    const error = { code: 'disk-full', data: { path: '/runs/pairs-1' } } as const;
    expect(describeProblem(error, 5, catalogues.en, 'en')).toMatch(/disk is full.*\/runs\/pairs-1/i);
  });
});
