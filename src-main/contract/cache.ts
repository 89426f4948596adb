/** What the cache holds: things that can be made or loaded again. */

export interface CachePart {
  readonly entries: number;
  readonly bytes: number;
}

export interface CacheContents {
  readonly folder: string;
  /** Decoded pictures of datasets. */
  readonly stores: CachePart;
  /** Archives that have not come whole yet. */
  readonly downloads: CachePart;
  /** Of these and small notes. */
  readonly bytes: number;
}
