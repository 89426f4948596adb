import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Tests, which run the sources, name a bundle of their own by this variable. */
const entryVariable = 'PIX2PIX_STUDIO_DECODER';

/** The bundle of the decoding process: beside the program's, whose shared parts lie one folder deeper. */
export function decoderEntry(): string {
  const named = process.env[entryVariable];
  if (named !== undefined && named !== '') {
    return named;
  }
  const beside = join(__dirname, 'decoder.js');
  return existsSync(beside) ? beside : join(dirname(__dirname), 'decoder.js');
}
