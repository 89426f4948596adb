/** Who decodes pairs: this process, or others that work beside it. */
import { decodePair } from './decode-pair';
import { packRecords } from './pack-records';

export interface PairDecoder {
  /** How many requests are worth being open at once. */
  readonly width: number;
  readonly decodePair: typeof decodePair;
  readonly packRecords: typeof packRecords;
  close(): void;
}

/** Decodes here, one picture after the other: for a few pairs, for which a process would take longer to start. */
export const inProcessDecoder: PairDecoder = {
  width: 1,
  decodePair,
  packRecords,
  close: () => undefined,
};
