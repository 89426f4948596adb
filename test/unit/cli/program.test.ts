import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configOptions, defaultText, rangeText } from '../../../src-main/cli/options';
import { runInMemory } from './memory-host';

const korean = { LC_ALL: 'ko_KR.UTF-8' };
const errorSchema = z.strictObject({ type: z.literal('error'), code: z.string(), message: z.string() });
const hangul = /[가-힣]/;
const commands = ['train', 'resume', 'predict', 'evaluate', 'export', 'inspect', 'sample-data', 'doctor'];

const trainOptions = [
  '--run',
  '--preset',
  '--epochs',
  '--steps',
  '--batch',
  '--lambda',
  '--learning-rate',
  '--beta1',
  '--size',
  '--filters',
  '--dropout',
  '--input-side',
  '--checkpoint-every',
  '--checkpoint-every-steps',
  '--sample-every',
  '--seed',
  '--device',
  '--deterministic',
  '--no-jitter',
  '--noise',
  '--config',
  '--json',
];

const commandOptions: readonly (readonly [string, readonly string[]])[] = [
  ['train', trainOptions],
  ['resume', ['--epochs', '--steps', '--lambda', '--learning-rate', '--json']],
  ['inspect', ['--json']],
  ['predict', ['--out', '--noise', '--whole', '--json']],
  ['evaluate', ['--checkpoint', '--json']],
  ['export', ['--format', '--out', '--json']],
  ['doctor', ['--json']],
  ['sample-data', ['--count', '--json']],
];

/** Help with its line breaks taken out, so that a wrapped description can be found. */
function unwrapped(help: string): string {
  return help.replace(/\s+/g, ' ');
}

describe('help', () => {
  it('of the program tells what it is and lists every command with an example', async () => {
    const { code, stdout, stderr } = await runInMemory(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('pix2pix network');
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
      expect(stdout).toMatch(new RegExp(`^  pix2pix-studio ${command}( |$)`, 'm'));
    }
  });

  it.each(commandOptions)('of %s has every option and an example', async (command, options) => {
    const { code, stdout } = await runInMemory([command, '--help']);
    expect(code).toBe(0);
    for (const option of options) {
      expect(stdout).toMatch(new RegExp(`^  ${option}( |$)`, 'm'));
    }
    expect(stdout).toMatch(new RegExp(`^  pix2pix-studio ${command}( |$)`, 'm'));
  });

  it('shows ranges and defaults of the contract', async () => {
    const help = unwrapped((await runInMemory(['train', '--help'])).stdout);
    expect(help).toContain('[1…64] (default 1)');
    expect(help).toContain('[64, 128, 256, 512] (default 256; quick 128)');
    expect(help).toContain('(default off; tutorial on; paper on)');
    for (const { field } of configOptions) {
      expect(help).toContain(rangeText(field) ?? '');
      expect(help).toContain(defaultText(field)?.value ?? '');
    }
  });

  it.each(['', ...commands])('is Korean in a Korean terminal: %s', async (command) => {
    const values = command === '' ? ['--help'] : [command, '--help'];
    const { stdout } = await runInMemory(values, korean);
    expect(stdout).toMatch(/^사용법: /);
    expect(stdout).not.toMatch(/Usage:|Options:|Commands:|Arguments:|Examples:|default|\[options\]/);
    for (const line of stdout.split('\n').filter((text) => /^ {2}-\S/.test(text))) {
      expect(line).toMatch(hangul);
    }
  });

  it('shows commands as they are typed under "npm run"', async () => {
    const { stdout } = await runInMemory(['train', '--help'], { npm_lifecycle_event: 'studio' });
    expect(stdout).toContain('npm run --silent studio -- train ');
    expect(stdout).not.toContain('pix2pix-studio');
  });

  it('comes on standard error with code 2 when no command is given', async () => {
    const { code, stdout, stderr } = await runInMemory([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: pix2pix-studio');
  });

  it('is also had by "help COMMAND"', async () => {
    const { code, stdout } = await runInMemory(['help', 'predict']);
    expect(code).toBe(0);
    expect(stdout).toContain('--whole');
  });

  it('shows the version of the package', async () => {
    const packageText = await readFile('package.json', 'utf8');
    const { code, stdout } = await runInMemory(['--version']);
    expect(code).toBe(0);
    expect(packageText).toContain(`"version": "${stdout.trim()}"`);
  });
});

describe('wrong usage', () => {
  const wrong: readonly (readonly [string, readonly string[], string, RegExp])[] = [
    ['an unknown command', ['trian'], 'command-unknown', /"trian".*Did you mean train\?/],
    ['a command like no other', ['qqqqq'], 'command-unknown', /Known commands: train, resume/],
    [
      'a misspelt option',
      ['train', 'd', '--run', 'r', '--lamda', '5'],
      'option-unknown',
      /"--lamda".*Did you mean --lambda\?/,
    ],
    ['an option like no other', ['doctor', '--qqqqqqqq'], 'option-unknown', /Known options: --json/],
    ['no dataset', ['train', '--run', 'r'], 'argument-missing', /DATASET is missing/],
    ['an empty dataset', ['train', '', '--run', 'r'], 'argument-missing', /DATASET is missing/],
    ['no inputs', ['predict', 'r', '--out', 'o'], 'argument-missing', /INPUT\.* is missing/],
    ['no run folder', ['train', 'd'], 'option-missing', /--run <DIR> is required/],
    ['an option without its value', ['train', 'd', '--run'], 'option-without-value', /--run <DIR> needs a value/],
    ['an empty run folder', ['train', 'd', '--run', ''], 'option-without-value', /--run <DIR> needs a value/],
    ['too many arguments', ['evaluate', 'a', 'b'], 'argument-unexpected', /takes 1, and 2 were given/],
    [
      'a value out of range',
      ['train', 'd', '--run', 'r', '--batch', '65'],
      'option-value',
      /"65".*--batch.*1, 2, …, 64/,
    ],
    ['a value of resume out of range', ['resume', 'r', '--lambda', '-5'], 'option-value', /"-5".*--lambda.*0…10000/],
    [
      'a wrong choice',
      ['predict', 'r', 'i', '--out', 'o', '--noise', 'yes'],
      'option-value',
      /"yes".*--noise.*on, off/,
    ],
    [
      'a format that is not offered',
      ['export', 'r', '--format', 'coreml', '--out', 'o'],
      'option-value',
      /"coreml".*savedmodel, onnx, tfjs, keras/,
    ],
    ['a count out of range', ['sample-data', 'd', '--count', '1'], 'option-value', /"1".*--count.*2…100,000/],
    ['a count that is no number', ['sample-data', 'd', '--count', '1e3'], 'option-value', /"1e3".*--count/],
    [
      'a missing configuration file',
      ['train', 'd', '--run', 'r', '--config', 'no-such.json'],
      'config-file',
      /no-such\.json/,
    ],
  ];

  it.each(wrong)('%s ends with 2 and one sentence', async (_what, values, _code, sentence) => {
    const { code, stdout, stderr } = await runInMemory(values);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it.each(wrong)('%s is a JSON object with --json', async (_what, values, errorCode, sentence) => {
    const { code, stdout, stderr } = await runInMemory([values[0] ?? '', '--json', ...values.slice(1)]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const error = errorSchema.parse(JSON.parse(stderr));
    expect(error.code).toBe(errorCode);
    expect(error.message).toMatch(sentence);
  });

  it.each(wrong)('%s is told in Korean', async (_what, values) => {
    const { stderr } = await runInMemory(values, korean);
    expect(stderr).toMatch(hangul);
  });
});
