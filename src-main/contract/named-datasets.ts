/** The datasets of the pix2pix paper (section 4) that can be got by name. */
import type { InputSide } from './config';

/**
 * Where the paper's authors publish their archives, one NAME.tar.gz each: the address that
 * `datasets/download_pix2pix_dataset.sh` of pytorch-CycleGAN-and-pix2pix and TensorFlow's pix2pix tutorial name today.
 * Sizes are those of its listing.
 */
export const namedDatasetsAddress = 'https://efrosgans.eecs.berkeley.edu/pix2pix/datasets/';

export const datasetNames = ['facades', 'maps', 'cityscapes', 'edges2shoes', 'edges2handbags', 'night2day'] as const;
export type DatasetName = (typeof datasetNames)[number];

export interface NamedDataset {
  readonly name: DatasetName;
  /** Of the archive, about, in megabytes of 10^6 bytes; the server says the exact number. */
  readonly megabytes: number;
  /** Pairs to train on. */
  readonly trainPairs: number;
  /** The half that the paper takes as input. */
  readonly inputSide: InputSide;
  /** Where the pictures come from and under which terms: the page of who collected them. */
  readonly source: string;
  /**
   * Whether a person has to say that they have agreed to the terms. Cityscapes' forbid handing the pictures on, so that
   * the authors' script has stopped to load them; who registered there may.
   */
  readonly needsAgreement: boolean;
}

const table: Readonly<Record<DatasetName, Omit<NamedDataset, 'name'>>> = {
  facades: {
    megabytes: 30,
    trainPairs: 400,
    inputSide: 'right',
    source: 'https://cmp.felk.cvut.cz/~tylecr1/facade/',
    needsAgreement: false,
  },
  maps: {
    megabytes: 250,
    trainPairs: 1096,
    inputSide: 'right',
    source: 'https://phillipi.github.io/pix2pix/',
    needsAgreement: false,
  },
  cityscapes: {
    megabytes: 103,
    trainPairs: 2975,
    inputSide: 'right',
    source: 'https://www.cityscapes-dataset.com/license/',
    needsAgreement: true,
  },
  edges2shoes: {
    megabytes: 2200,
    trainPairs: 49_825,
    inputSide: 'left',
    source: 'https://vision.cs.utexas.edu/projects/finegrained/utzap50k/',
    needsAgreement: false,
  },
  edges2handbags: {
    megabytes: 8600,
    trainPairs: 138_567,
    inputSide: 'left',
    source: 'https://github.com/junyanz/iGAN',
    needsAgreement: false,
  },
  night2day: {
    megabytes: 2000,
    trainPairs: 17_823,
    inputSide: 'left',
    source: 'http://transattr.cs.brown.edu/',
    needsAgreement: false,
  },
};

export function namedDataset(name: DatasetName): NamedDataset {
  return { name, ...table[name] };
}

/** What became of a fetched dataset. */
export interface FetchedDataset {
  /** Absolute. */
  readonly folder: string;
  /** Pictures in each folder of the archive, such as train, val and test. */
  readonly pictures: Readonly<Record<string, number>>;
}

/** How far a fetch is: bytes of the archive while it is loaded (`total` null where the server does not say), then files. */
export interface FetchProgress {
  readonly stage: 'download' | 'extract';
  readonly done: number;
  readonly total: number | null;
}
