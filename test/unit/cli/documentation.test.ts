import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { configOptions, defaultText, rangeText } from '../../../src-main/cli/options';

describe('docs/command-line.md', () => {
  it('has every option of train with its range and default', async () => {
    const lines = (await readFile('docs/command-line.md', 'utf8')).replaceAll('\\|', '/').split('\n');
    for (const { field, flag } of configOptions) {
      const row = lines.find((line) => line.startsWith(`| \`${flag}`) && /[` ]/.test(line.charAt(flag.length + 3)));
      expect(row, flag).toBeDefined();
      expect(row).toContain(rangeText(field) ?? '');
      expect(row).toContain(defaultText(field)?.value ?? '');
      for (const { preset } of defaultText(field)?.others ?? []) {
        expect(row).toContain(preset);
      }
    }
  });
});
