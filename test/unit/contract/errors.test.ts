/** Every error in both languages: whole sentences that name the offending values. */
import { describe, expect, it } from 'vitest';
import {
  AppError,
  toErrorValue,
  writeError,
  type ErrorCode,
  type ErrorData,
  type ErrorValue,
} from '../../../src-main/contract/errors';
import { languageOf, languages, renderError } from '../../../src-main/contract/messages/render';

/** One of each; a new code does not compile without its example. */
const examples: { readonly [C in ErrorCode]: ErrorData[C] } = {
  'command-unknown': { command: 'tran', known: 'train, resume', suggestion: 'train' },
  'argument-missing': { argument: 'DATASET' },
  'argument-unexpected': { command: 'train', expected: 1, given: 3 },
  'option-unknown': { option: '--lamda', known: '--lambda', suggestion: '--lambda' },
  'option-value': { option: '--batch', value: '65', allowed: '1, 2, …, 64' },
  'option-without-value': { option: '--run' },
  'option-missing': { option: '--out' },
  'config-file': { path: 'mine.json', reason: 'it is no JSON' },
  'dataset-missing': { path: 'pairs' },
  'dataset-not-folder': { path: 'pairs.zip' },
  'dataset-unreadable': { path: 'pairs', reason: 'EACCES' },
  'dataset-not-open': {},
  'dataset-no-pairs': { path: 'pairs', setAside: 17 },
  'dataset-no-training-pairs': { path: 'pairs', testPairs: 4 },
  'dataset-no-test-pairs': { path: 'pairs' },
  'dataset-changed': { path: 'pairs' },
  'image-unreadable': { name: 'train/1.png', reason: 'it ends too early' },
  'image-empty': { name: 'train/1.png' },
  'image-not-pair': { name: 'train/1.png', width: 301, height: 256 },
  'image-too-large': { name: 'train/1.png', width: 30_000, height: 20_000, limit: 100 },
  'image-too-small': { name: 'dot.png', width: 12, height: 9, minimum: 129 },
  'image-heic': { name: 'IMG_0001.HEIC' },
  'image-missing': { name: 'train/9.png' },
  'image-forbidden': { name: 'train/9.png' },
  'image-not-file': { name: 'train/pipe' },
  'image-link-loop': { name: 'train/loop.png' },
  'image-file-too-large': { name: 'train/9.tif', megabytes: 812, limit: 500 },
  'image-crashed': { name: 'train/9.png', reason: 'SIGSEGV' },
  'image-too-slow': { name: 'train/9.heic', seconds: 120 },
  'image-named-otherwise': { name: 'train/9.png', format: 'jpeg' },
  'pair-incomplete': { name: 'A/9.png', folder: 'B' },
  'pair-ambiguous': { name: 'A/9.png', other: 'A/9.jpg' },
  'pair-partner-unusable': { name: 'A/9.png', other: 'B/9.png' },
  'image-not-stacked': { name: 'train/9.png', width: 64, height: 127 },
  'pair-sizes-differ': { name: 'A/9.png', inputWidth: 20, inputHeight: 30, targetWidth: 40, targetHeight: 50 },
  'pair-duplicate': { name: 'train/9.png', other: 'train/8.png' },
  'pair-in-both-splits': { name: 'test/9.png', other: 'train/8.png' },
  'dataset-folders-unclear': { path: 'my-pairs', folders: 'a, b, c' },
  'dataset-folder-missing': { path: 'my-pairs', folder: 'C' },
  'dataset-transform-missing': { path: 'my-photos' },
  'image-format': { name: 'train/1.bmp' },
  'run-exists': { path: 'runs/first' },
  'run-missing': { path: 'runs/first' },
  'run-damaged': { path: 'runs/first', reason: 'it is no JSON' },
  'run-newer': { path: 'runs/first', format: 9, supported: 1 },
  'run-dataset-changed': { path: 'runs/first', dataset: 'pairs' },
  'run-dataset-missing': { path: 'runs/first', dataset: 'pairs' },
  'run-config-changed': { path: 'runs/first', field: 'filters', trained: '64', found: '32' },
  'run-locked': { path: 'runs/first', process: 4711, host: 'attic' },
  'run-not-training': {},
  'run-finished': { path: 'runs/first', step: 300, total: 301 },
  'checkpoint-none': { path: 'runs/first' },
  'checkpoint-damaged': { path: 'step-00000400', reason: 'model.index is missing' },
  'checkpoint-fallback': { damaged: 'step-00000400', used: 'step-00000200', reason: 'model.index is missing' },
  'checkpoint-missing': { path: 'runs/first', step: 400, known: '200, 600' },
  'disk-full': { path: 'runs/first' },
  'disk-low': { path: 'runs/first', freeMegabytes: 12, neededMegabytes: 700 },
  'write-failed': { path: 'runs/first', reason: 'EROFS' },
  'trash-failed': { path: 'runs/1', reason: 'no trash' },
  'open-failed': { path: 'runs/1', reason: 'no trash' },
  'output-exists': { path: 'exported' },
  'disk-too-small': { path: 'pairs', freeMegabytes: 120, neededMegabytes: 500 },
  'download-address': { address: 'http://example.org/pairs.tar.gz' },
  'download-offline': { address: 'https://example.org/pairs.tar.gz', reason: 'no such host' },
  'download-refused': { address: 'https://example.org/pairs.tar.gz', status: 404 },
  'download-interrupted': { address: 'https://example.org/pairs.tar.gz', received: 17, total: 170, reason: 'cut' },
  'archive-damaged': { name: 'facades', reason: 'it ends too early' },
  'archive-unsafe': { name: 'facades', entry: '../../x', reason: 'path' },
  'licence-not-accepted': { dataset: 'cityscapes', address: 'https://www.cityscapes-dataset.com/license/' },
  'export-exists': { path: 'exported' },
  'export-not-replaced': { path: 'pictures' },
  'export-not-runnable': { path: 'exported', format: 'onnx' },
  'export-damaged': { path: 'exported', reason: 'manifest.json is missing' },
  'export-without-noise': { path: 'exported' },
  'run-without-dropout': { path: 'runs/first' },
  'inputs-none': { path: 'new' },
  'native-library-missing': { reason: 'no such file' },
  'gpu-missing': { reason: 'the TensorFlow library found none' },
  'gpu-unused': { gpu: 'NVIDIA T4' },
  'loss-not-finite': {
    step: 123,
    loss: 'disc_loss',
    variable: 'generator/last/bias',
    lambda: 77,
    learningRate: 0.5,
    lowerLearningRate: 0.05,
    keptStep: 100,
  },
  'out-of-memory': {
    size: 512,
    filters: 96,
    batch: 32,
    neededMegabytes: 39_000,
    limitMegabytes: 25_276,
    peakMegabytes: 24_100,
    try: '--batch 16',
    reason: 'OOM when allocating',
  },
  'memory-short': {
    size: 384,
    filters: 80,
    batch: 16,
    neededMegabytes: 19_000,
    limitMegabytes: 15_276,
    try: '--batch 8',
  },
  'memory-beside-training': { freeMegabytes: 612, neededMegabytes: 1350 },
  'trainer-stopped': { reason: 'killed', step: 63_412 },
  'trainer-busy': { run: 'runs/first' },
  'request-invalid': { channel: 'startTraining', reason: 'not an object' },
  unexpected: { reason: 'a strange thing' },
};

const values = Object.entries(examples).map(
  // The table's type ties each code to its data; `Object.entries` forgets that.
  ([code, data]) => ({ code, data }) as ErrorValue,
);

describe.each(languages)('the sentences in %s', (language) => {
  it.each(values)('$code names every value', (error) => {
    const sentence = renderError(error, language);
    expect(sentence).toMatch(/[.다요]$|[^\s]$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
    // Thousands may be grouped; what the person gave stands as it was.
    const plain = sentence.replace(/(\d),(?=\d{3})/g, '$1');
    for (const [name, value] of Object.entries(error.data)) {
      if (!(name === 'known' && 'suggestion' in error.data)) {
        expect(plain, name).toContain(String(value));
      }
    }
  });

  it('differ from code to code', () => {
    expect(new Set(values.map((error) => renderError(error, language))).size).toBe(values.length);
  });
});

it('the languages differ', () => {
  for (const error of values) {
    expect(renderError(error, 'ko')).not.toBe(renderError(error, 'en'));
    expect(renderError(error, 'ko')).toMatch(/[가-힣]/);
  }
});

it.each([
  ['ko_KR.UTF-8', 'ko'],
  ['ko', 'ko'],
  ['en-US', 'en'],
  ['de', 'en'],
  [undefined, 'en'],
])('the language of the locale %s is %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

describe('a thrown thing becomes a value', () => {
  it('of ours as it is, of others with its reason', () => {
    expect(toErrorValue(new AppError('disk-full', { path: 'a' }))).toEqual({ code: 'disk-full', data: { path: 'a' } });
    expect(toErrorValue(new Error('odd'))).toEqual({ code: 'unexpected', data: { reason: 'odd' } });
    expect(toErrorValue('odd')).toEqual({ code: 'unexpected', data: { reason: 'odd' } });
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'write-failed'],
    ['EACCES', 'write-failed'],
  ])('a write that failed with %s is %s', (code, expected) => {
    const error = Object.assign(new Error('it failed'), { code });
    expect(writeError('runs/first', error)).toMatchObject({ code: expected, data: { path: 'runs/first' } });
  });

  it("TensorFlow's sentence about a full disk is told from its others", () => {
    const full = new Error('RESOURCE_EXHAUSTED: /x/model.data; No space left on device');
    expect(writeError('x', full).code).toBe('disk-full');
  });
});
