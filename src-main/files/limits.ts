/** How large the files of a run and of an export can be, in bytes: far more than any that this program writes. */
import { longestLogText } from '../contract/log';
import { largestPictureBytes } from '../contract/predictor';

export const fileLimits = {
  /** `run.json`, a checkpoint's `state.json`, any manifest, the names of a sample's pairs. */
  record: 1_000_000,
  /** `latest` and the lock: a line. */
  line: longestLogText,
  picture: largestPictureBytes,
  /** 64 million steps; of a longer run the losses are read line by line. */
  losses: 2 ** 30,
  /** The index of a checkpoint's variables. */
  index: 2 ** 24,
} as const;
