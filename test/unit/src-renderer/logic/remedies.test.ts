/** The window shows no way of the command line: neither in what it says of an error nor anywhere else. */
import { describe, expect, it } from 'vitest';
import type { ErrorValue } from '../../../../src-main/contract/errors';
import { languages, type Language } from '../../../../src-main/contract/messages/render';
import { remediesOf } from '../../../../src-main/contract/remedies';
import { describeProblem } from '../../../../src-renderer/logic/problem';
import { showRemedy } from '../../../../src-renderer/logic/remedies';
import { catalogues } from '../../../../src-renderer/messages/catalogue';
import { isPressable } from '../../../../src-renderer/state/remedies.svelte';
import { exampleErrors } from '../../../support/example-errors';

/** A flag, a command of ours, npm or a shell, or anything that is set as code. */
const commandLine =
  /(?<![\w-])--[a-z]|`|\b(npm|npx|pix2pix-studio|studio) (run|train|resume|[a-z-]+ --)|"(train|resume|sample-data|cache|fetch)\b/;

/** Only the command line puts flags and commands, which were typed, into an error; the window's have names of fields. */
const errors = exampleErrors.map(({ code, data }) => {
  const named = Object.entries(data).map(([name, value]: [string, unknown]) => [
    name,
    name === 'command' ? 'typed' : typeof value === 'string' ? value.replace(/^--/, '') : value,
  ]);
  return { code, data: Object.fromEntries(named) as ErrorValue['data'] } as ErrorValue;
});

const remedies = errors.flatMap(remediesOf);

function textsOf(error: ErrorValue, language: Language): readonly string[] {
  const messages = catalogues[language];
  const shown = remediesOf(error).map((remedy) => showRemedy(remedy, messages));
  return [
    describeProblem(error, messages, language),
    ...shown.flatMap(({ buttons }) => buttons.map(({ label }) => label)),
  ];
}

describe.each(languages)('the window in %s', (language) => {
  it.each(errors)('says $code without the command line', (error) => {
    for (const text of textsOf(error, language)) {
      expect(text).not.toMatch(commandLine);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('has no other text with it', () => {
    for (const text of everyText(catalogues[language])) {
      expect(text).not.toMatch(commandLine);
    }
  });

  it('says or offers something for each remedy', () => {
    for (const remedy of remedies) {
      const { advice, buttons } = showRemedy(remedy, catalogues[language]);
      expect(advice !== null || buttons.length > 0, remedy.name).toBe(true);
    }
  });
});

it('each button does something, and only buttons do', () => {
  for (const remedy of remedies) {
    expect(isPressable(remedy), remedy.name).toBe(showRemedy(remedy, catalogues.en).buttons.length > 0);
  }
});

it('smaller trainings are a button each', () => {
  const changes = [
    { field: 'batch', value: 4 },
    { field: 'size', value: 128 },
  ] as const;
  const { buttons } = showRemedy({ name: 'train-smaller', changes }, catalogues.en);
  expect(buttons).toEqual([
    { label: 'Set batch size 4', remedy: { name: 'train-smaller', changes: [changes[0]] } },
    { label: 'Set image size 128', remedy: { name: 'train-smaller', changes: [changes[1]] } },
  ]);
});

it('a run without a checkpoint is not resumed with a lower rate, but started with it', () => {
  const labelOf = (resumes: boolean): string | undefined =>
    showRemedy({ name: 'lower-learning-rate', learningRate: 0.01, resumes }, catalogues.en).buttons[0]?.label;
  expect(labelOf(true)).toBe('Resume with learning rate 0.01');
  expect(labelOf(false)).toBe('Set learning rate 0.01');
});

/** All texts of a catalogue; those with places in them are filled. */
function everyText(messages: unknown): readonly string[] {
  if (typeof messages === 'string') {
    return [messages];
  }
  if (typeof messages === 'function') {
    const filled: unknown = Reflect.apply(messages, undefined, ['1', '2', '3', '4']);
    return [String(filled)];
  }
  return typeof messages === 'object' && messages !== null ? Object.values(messages).flatMap(everyText) : [];
}
