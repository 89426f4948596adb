import { createHash } from 'node:crypto';

/** SHA-256 of contents, in hexadecimal. */
export function contentDigest(contents: Uint8Array | string): string {
  return createHash('sha256').update(contents).digest('hex');
}

/** SHA-256 of a value that JSON can tell, in hexadecimal. */
export function valueDigest(value: unknown): string {
  return contentDigest(JSON.stringify(value));
}

/** SHA-256 over the names and contents of a dataset's files; the order of the files counts. */
export class Fingerprint {
  readonly #hash = createHash('sha256');

  add(name: string, digest: string): void {
    this.#hash.update(`${name}\0${digest}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
