/** `docs/run-folder.md` names every field of the configuration with the range that it really has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numberRanges, presets } from '../../../src-main/contract/config';
import { runFiles, runFormat } from '../../../src-main/contract/run';

const documentation = await readFile(join(import.meta.dirname, '../../../docs/run-folder.md'), 'utf8');

it.each(Object.keys(presets.studio))('config.%s', (field) => {
  const row = documentation.split('\n').find((line) => line.startsWith(`| \`${field}\` `));
  expect(row).toBeDefined();
  const range = Object.entries(numberRanges).find(([name]) => name === field)?.[1];
  if (range !== undefined) {
    expect(row).toContain(`${text(range.minimum)}…${text(range.maximum)}`);
  }
});

it('the format and the names in a run folder', () => {
  expect(documentation).toContain(`# The run folder, format ${String(runFormat)}\n`);
  for (const name of Object.values(runFiles).filter((file) => file !== runFiles.exports)) {
    expect(documentation).toContain(name);
  }
});

/** 100,000 and 1e-8. */
function text(value: number): string {
  return value !== 0 && value < 1e-5 ? value.toExponential() : value.toLocaleString('en');
}
