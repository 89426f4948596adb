/** Pairs straight from the folder, decoded anew each time: for datasets whose store would be larger than the disk. */
import { filesOfPair, pairsOf, type DatasetReport, type PairFile, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import type { DecodedPair } from './decode-pair';
import type { PairDecoder } from './pair-decoder';
import { readPairOf, storedSide, type PairSource, type StoredPair, type StoreGeometry } from './pair-source';

/** Gives the same bytes in the same order as the store of the report. The decoder becomes its own. */
export class FolderSource implements PairSource {
  readonly readsAhead: number;
  readonly #pairs: Readonly<Record<Split, readonly PairFile[]>>;
  readonly #names: Readonly<Record<Split, readonly string[]>>;
  readonly #digests: ReadonlyMap<string, string>;

  constructor(
    private readonly report: DatasetReport,
    readonly geometry: StoreGeometry,
    private readonly decoder: PairDecoder,
  ) {
    this.readsAhead = decoder.width;
    this.#pairs = { train: pairsOf(report, 'train'), test: pairsOf(report, 'test') };
    const names = (split: Split): readonly string[] => this.#pairs[split].map(({ name }) => name);
    this.#names = { train: names('train'), test: names('test') };
    this.#digests = new Map(report.files.map(({ name, digest }) => [name, digest]));
  }

  names(split: Split): readonly string[] {
    return this.#names[split];
  }

  /** @throws AppError `dataset-changed` when the files are no longer those of the report. */
  async readInto(split: Split, number: number, input: Uint8Array, target: Uint8Array): Promise<void> {
    const pair = this.#pairs[split][number];
    const { folder: path, recipe } = this.report;
    if (pair === undefined) {
      throw new AppError('dataset-unreadable', { path, reason: `it has no pair ${String(number)}` });
    }
    const decoded = await this.decoder.decodePair(pair, recipe, storedSide(this.geometry, split));
    if (!hasDigests(pair, decoded, this.#digests)) {
      throw new AppError('dataset-changed', { path });
    }
    input.set(decoded.input);
    target.set(decoded.target);
  }

  readPair(split: Split, pair: number): Promise<StoredPair> {
    return readPairOf(this, split, pair);
  }

  close(): Promise<void> {
    this.decoder.close();
    return Promise.resolve();
  }
}

/** Whether a pair was made of the files that the report names. */
export function hasDigests(
  pair: PairFile,
  { digests }: Pick<DecodedPair, 'digests'>,
  known: ReadonlyMap<string, string>,
): boolean {
  return filesOfPair(pair).every(({ name }, index) => digests[index] === known.get(name));
}
