import { Option } from 'commander';
import { z } from 'zod';
import type { CacheContents } from '../../contract/cache';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import type { Messages } from '../messages/catalogue';
import { formatBytes, formatCount } from '../numbers';
import { labelled } from '../table';

const optionsSchema = z.object({ clear: z.boolean().default(false) });

export const cacheCommand: CommandDefinition = {
  name: 'cache',
  arguments: [],
  options: (messages) => [new Option('--clear', messages.options.clearCache)],
  examples: ['cache', 'cache --clear'],
  async run(_values, options, { output, messages }) {
    const { clear } = optionsSchema.parse(options);
    const { clearCache, readCache } = await import('../../data/cache-contents');
    const before = await readCache();
    const contents = clear ? await clearCache() : before;
    const freed = before.bytes - contents.bytes;
    output.record({ type: 'cache', ...contents, ...(clear ? { freed } : {}) });
    cacheLines(contents, messages).forEach((line) => {
      output.line(line);
    });
    if (clear) {
      output.line(messages.cache.freed(formatBytes(freed)));
    }
    return exitCodes.done;
  },
};

export function cacheLines(
  { folder, stores, downloads, bytes }: CacheContents,
  { cache }: Messages,
): readonly string[] {
  return labelled([
    [cache.folder, folder],
    [cache.stores, `${formatCount(stores.entries)}, ${formatBytes(stores.bytes)}`],
    [cache.downloads, formatBytes(downloads.bytes)],
    [cache.total, formatBytes(bytes)],
  ]);
}
