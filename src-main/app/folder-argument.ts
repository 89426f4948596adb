/** The folder that the application was started with. */
import { resolve } from 'node:path';

/**
 * The first argument that is no switch, as an absolute path, or null.
 *
 * @param argv of the process; an unpacked application is itself the first argument that is no switch
 * @param workingFolder what a relative path starts from
 */
export function folderArgument(argv: readonly string[], isPackaged: boolean, workingFolder: string): string | null {
  const given = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const folder = isPackaged ? given[0] : given[1];
  return folder === undefined ? null : resolve(workingFolder, folder);
}
