/** What the terminal says to do about an error names only what its parser knows. */
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { remediesEn } from '../../../src-main/cli/messages/remedies.en';
import { renderForTerminal, renderRemedyForTerminal, type RemedyCatalogue } from '../../../src-main/cli/render-error';
import { languages, renderError } from '../../../src-main/contract/messages/render';
import { remediesOf, type RemedyName } from '../../../src-main/contract/remedies';
import { exampleErrors, valuesOf } from '../../support/example-errors';
import { runInMemory } from './memory-host';

const flag = /(?<![\w-])--[a-z][a-z-]*/g;
/** A command line of ours or of npm, which stands in double quotes. */
const quotedCommand = /"((?:npm )?[a-z-]+)(?: [^"]*)?"/g;

const commands = new Set<string>();
const flags = new Set<string>();

beforeAll(async () => {
  const { stdout } = await runInMemory(['--help']);
  for (const [, command = ''] of stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)) {
    commands.add(command);
    const help = await runInMemory([command, '--help']);
    for (const [known] of help.stdout.matchAll(flag)) {
      flags.add(known);
    }
  }
});

const remedies = exampleErrors.flatMap(remediesOf);

describe.each(languages)('the remedies in %s', (language) => {
  it.each(remedies)('$name names only flags and commands that exist', (remedy) => {
    const sentence = renderRemedyForTerminal(remedy, language);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
    for (const [named] of sentence.matchAll(flag)) {
      expect(flags).toContain(named);
    }
    for (const [, command = ''] of sentence.matchAll(quotedCommand)) {
      expect(command === 'npm run' || commands.has(command), command).toBe(true);
    }
  });

  it.each(exampleErrors)('$code says all that is known of it', (error) => {
    const text = renderForTerminal(error, language);
    expect(text.startsWith(renderError(error, language))).toBe(true);
    for (const value of valuesOf(error.data, (name) => ['known', 'field', 'kind'].includes(name))) {
      expect(text.replace(/(\d),(?=\d{3})/g, '$1')).toContain(value);
    }
  });

  it('differ from the other language', () => {
    const other = language === 'en' ? 'ko' : 'en';
    for (const remedy of remedies) {
      expect(renderRemedyForTerminal(remedy, language)).not.toBe(renderRemedyForTerminal(remedy, other));
    }
  });
});

it('each remedy helps against an error, and a catalogue that lacks one does not compile', () => {
  expectTypeOf<keyof RemedyCatalogue>().toEqualTypeOf<RemedyName>();
  expectTypeOf<Omit<RemedyCatalogue, 'choose-transform'>>().not.toExtend<RemedyCatalogue>();
  expect(new Set(remedies.map(({ name }) => name))).toEqual(new Set(Object.keys(remediesEn)));
});

it('a path in a command can be copied', () => {
  expect(renderForTerminal({ code: 'run-exists', data: { path: 'runs/try [1]' } }, 'en')).toContain(
    `"resume 'runs/try [1]'"`,
  );
});

it('smaller trainings are offered side by side', () => {
  const data = { size: 256, filters: 64, batch: 2, neededMegabytes: 4000, limitMegabytes: 3000 };
  const smaller = [
    { field: 'batch', value: 1 },
    { field: 'size', value: 128 },
  ] as const;
  expect(renderForTerminal({ code: 'memory-short', data: { ...data, smaller } }, 'en')).toMatch(
    /Try --batch 1 \/ --size 128\. Close other programs/,
  );
});
