import { describe, expect, it } from 'vitest';
import { deviceLines, canTrain } from '../../../../src-main/cli/commands/doctor';
import { reportLines } from '../../../../src-main/cli/commands/inspect';
import { messagesOf } from '../../../../src-main/cli/messages/catalogue';
import type { DeviceReport } from '../../../../src-main/contract/device';
import { makeReport, sideBySidePair } from '../../../support/reports';

const facts = { format: 'png', width: 256, height: 128, channels: 3, bitsPerChannel: 8, digest: '0' } as const;

const dataset = makeReport({
  recipe: { ...makeReport().recipe, targetResizing: 'smooth' },
  files: [
    { ...facts, name: 'train/a.png' },
    { ...facts, name: 'train/b.png' },
    { ...facts, name: 'test/c.png', format: 'jpeg', channels: 1 },
  ],
  ignored: ['.DS_Store', 'old\n\u001b[2J/'],
  notes: [
    {
      name: 'test/c.png',
      error: { code: 'pair-in-both-splits', data: { name: 'test/c.png', other: 'train/a.png' } },
    },
  ],
  pairs: [
    sideBySidePair('train', 'train/a.png', 128),
    sideBySidePair('train', 'train/b.png', 256),
    sideBySidePair('test', 'test/c.png', 256),
  ],
  problems: [
    { name: 'train/d.png', error: { code: 'image-empty', data: { name: 'train/d.png' } } },
    { name: 'train/e.png', error: { code: 'image-not-pair', data: { name: 'train/e.png', width: 99, height: 50 } } },
  ],
});

const device: DeviceReport = {
  kind: 'cpu',
  name: 'AMD EPYC',
  cores: 2,
  memoryBytes: 16_900_000_000,
  tensorflow: '2.21.0',
  oneDnn: true,
  versions: { studio: '0.1.0', node: '20.20.2', electron: null, tfjs: '4.22.0' },
  platform: 'linux x64',
  problems: [{ code: 'gpu-missing', data: { reason: 'no driver' } }],
};

describe('the import report', () => {
  it('counts what is used and gives every file that is not its sentence', () => {
    expect(reportLines(dataset, messagesOf('en'), 'en')).toEqual([
      'Folder         /pairs',
      'Layout         side by side, train and test folders',
      'Pairs          train 2, test 1',
      'Sizes          256×256 (2), 128×128 (1)',
      'Formats        png 3×8 bit (2), jpeg 1×8 bit (1)',
      'Resizing       stretch, nearest → smooth',
      'Not looked at  .DS_Store, old\\n\\u001b[2J/',
      'Worth a look   1 files',
      expect.stringContaining('test/c.png is for testing, and train/a.png'),
      'Set aside      2 files',
      '  - train/d.png is empty (0 bytes). Copy it again from where it came.',
      expect.stringContaining('train/e.png is 99×50'),
    ]);
  });

  it('is Korean in a Korean terminal, values under each other', () => {
    expect(reportLines(dataset, messagesOf('ko'), 'ko').slice(0, 3)).toEqual([
      expect.stringMatching(/^폴더 +\/pairs$/),
      expect.stringMatching(/^구성 +좌우로 나란히, 학습용과 시험용 폴더$/),
      expect.stringMatching(/^짝 +학습용 2, 시험용 1$/),
    ]);
  });
});

describe('the device report', () => {
  it('names device, libraries, versions and problems with their remedy', () => {
    expect(deviceLines(device, messagesOf('en'), 'en')).toEqual([
      'Device      AMD EPYC (2 cores)',
      'Memory      16.9 GB',
      'TensorFlow  2.21.0, with oneDNN',
      'Versions    Pix2Pix Studio 0.1.0, Node.js 20.20.2, TensorFlow.js 4.22.0',
      'Platform    linux x64',
      '  - No GPU can be used: no driver. Use --device cpu, or auto.',
      'Training works on this machine.',
    ]);
  });

  it('says that training does not work without the library, but does without a GPU', () => {
    expect(canTrain(device.problems)).toBe(true);
    expect(canTrain([{ code: 'native-library-missing', data: { reason: 'no file' } }])).toBe(false);
  });
});
