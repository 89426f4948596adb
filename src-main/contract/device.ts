/** What `doctor` and the window say about the machine. */
import type { ErrorValue } from './errors';

export interface DeviceReport {
  /** What training will use. */
  readonly kind: 'cpu' | 'gpu';
  /** Real name, for example "AMD EPYC" or "NVIDIA H100". */
  readonly name: string;
  readonly cores: number;
  /** What training may take: the machine's, or what a container leaves of it. */
  readonly memoryBytes: number;
  readonly tensorflow: string;
  /** oneDNN kernels; worth about 1.2 times on this kind of processor. */
  readonly oneDnn: boolean;
  readonly versions: Readonly<{ studio: string; node: string; electron: string | null; tfjs: string }>;
  readonly platform: string;
  /** What is missing or slower than it need be, each with its remedy. */
  readonly problems: readonly ErrorValue[];
}
