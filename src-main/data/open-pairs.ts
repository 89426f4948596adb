/** The pairs that a configuration trains on, from the store or the folder. */
import type { TrainConfig } from '../contract/config';
import type { DatasetReport } from '../contract/dataset';
import { openStore, type StoreOptions } from './build-store';
import { DecoderPool } from './decoder/decoder-pool';
import { FolderSource } from './folder-source';
import { storeGeometry, type PairSource } from './pair-source';

/** Whoever opened them closes them. @throws as `openStore`. */
export async function openPairs(
  report: DatasetReport,
  config: Pick<TrainConfig, 'size' | 'jitter' | 'cache'>,
  options: StoreOptions = {},
): Promise<PairSource> {
  const geometry = storeGeometry(config);
  return config.cache === 'none'
    ? new FolderSource(report, geometry, new DecoderPool())
    : openStore(report, geometry, options);
}
