import { createHash } from 'node:crypto';

/** SHA-256 over the names and contents of a dataset's files, one file at a time in memory. */
export class Fingerprint {
  readonly #hash = createHash('sha256');

  /** Adds a file; the order of the files counts. */
  add(name: string, contents: Uint8Array): void {
    const digest = createHash('sha256').update(contents).digest('hex');
    this.#hash.update(`${name}\0${digest}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
