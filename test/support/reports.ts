/** Made import reports for tests of what shows them. */
import type { DatasetReport, PairFile, Split } from '../../src-main/contract/dataset';

/** A side-by-side pair whose input is the right half. */
export function sideBySidePair(split: Split, name: string, side: number, folder = '/pairs'): PairFile {
  const half = { path: `${folder}/${name}`, name, width: side, height: side };
  return { split, name, input: { ...half, part: 'right' }, target: { ...half, part: 'left' } };
}

/** A report of side-by-side pairs in train/ and test/, with the given changes. */
export function makeReport(changes: Partial<DatasetReport> = {}): DatasetReport {
  return {
    folder: '/pairs',
    layout: 'side-by-side',
    inputFolder: '',
    targetFolder: '',
    splitBy: 'folders',
    recipe: {
      fit: 'stretch',
      inputResizing: 'nearest',
      targetResizing: 'nearest',
      transform: 'none',
      background: '#ffffff',
    },
    looks: { input: 'nearest', target: 'nearest' },
    pairs: [],
    files: [],
    problems: [],
    notes: [],
    ignored: [],
    fingerprint: 'f'.repeat(64),
    ...changes,
  };
}
