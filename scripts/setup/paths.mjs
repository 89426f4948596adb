import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What set-up fetches and builds; outside node_modules, because `npm ci` empties that. */
export const setupFolder = join(root, '.setup');
