import { join } from 'node:path';
import { addonsFolder, headersVersion, isSameFile, placeFile } from './compile.mjs';
import { fingerprint } from './fingerprint.mjs';
import { root, setupFolder } from './paths.mjs';
import { isWhole, makeWhole } from './whole-folder.mjs';

/** What all addons include. */
const shared = join('src-main', 'native', 'addon', 'javascript.h');

/**
 * The step that compiles an addon of our own, whenever its sources or flags have changed, and places it.
 *
 * @param {object} addon
 * @param {string} addon.file name of the addon without its ending
 * @param {string} addon.name
 * @param {string} addon.doing
 * @param {string} addon.sources folder, from the root
 * @param {() => object} addon.flags what else it is made from
 * @param {(target: string) => Promise<void>} addon.build writes the addon to that path
 * @returns {import('./step.mjs').Step}
 */
export function ownAddon({ file, name, doing, sources, flags, build }) {
  const folder = join(setupFolder, file);
  const built = join(folder, `${file}.node`);
  const placed = join(addonsFolder, `${file}.node`);
  const stamp = () => ({ sources: fingerprint(root, [sources, shared]), headers: headersVersion(), flags: flags() });
  return {
    name,
    doing,
    done: () => isWhole(folder, stamp()) && isSameFile(built, placed),
    async run() {
      if (!isWhole(folder, stamp())) {
        await makeWhole(folder, stamp(), (partial) => build(join(partial, `${file}.node`)));
      }
      placeFile(built, placed);
    },
  };
}
