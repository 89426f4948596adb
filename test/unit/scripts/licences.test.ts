import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licencesSchema } from '../../../src-main/contract/licences';
import { collectLicences } from '../../../scripts/licences.mjs';
import { root } from '../../../scripts/setup/paths.mjs';

describe('the licences of what is shipped', () => {
  const licences = licencesSchema.parse(collectLicences());

  it('name every direct dependency, Electron, TensorFlow and the sample pairs', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
    const names = licences.map(({ name }) => name);
    const others = ['Chromium, Node.js and what they contain', 'TensorFlow', 'Sample pairs (OpenMoji)'];
    for (const name of [...Object.keys(dependencies), 'electron', ...others]) {
      expect(names, name).toContain(name);
    }
  });

  it('have the text that must go with them', () => {
    const textOf = (wanted: string): string => licences.find(({ name }) => name === wanted)?.text ?? '';
    expect(textOf('TensorFlow')).toContain('Apache License');
    expect(textOf('zod')).toContain('MIT License');
    expect(textOf('Sample pairs (OpenMoji)')).toContain('OpenMoji');
    for (const { name, licence } of licences) {
      expect(licence, name).not.toBe('');
    }
  });

  it('are of nothing that only builds or tests', () => {
    const names = licences.map(({ name }) => name);
    expect(names).not.toContain('vitest');
    expect(names).not.toContain('@types/node');
  });
});
