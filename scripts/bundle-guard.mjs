/**
 * Electron's main process crashes when it loads TensorFlow, so no code that does may get into its bundle, not even
 * through a chunk that it shares with another entry.
 *
 * @typedef {{ imports: readonly string[], dynamicImports: readonly string[], modules: readonly string[] }} Chunk
 */

const forbidden =
  /(^|\/)(@tensorflow|src-main\/(core|native|graph|engine|data|run|export|trainer|predictor|cli))(\/|$)/;

/**
 * What the entry loads, directly or through its chunks, although it must not.
 *
 * @param {string} entry file name of the entry's chunk
 * @param {ReadonlyMap<string, Chunk>} chunks by file name; external packages are imports that no chunk has as its name
 * @returns {string[]} forbidden modules and packages, each with the chunk that brings it
 */
export function forbiddenIn(entry, chunks) {
  /** @type {string[]} */
  const found = [];
  const visited = new Set([entry]);
  for (const name of visited) {
    const chunk = chunks.get(name);
    if (chunk === undefined) {
      if (forbidden.test(name)) found.push(name);
      continue;
    }
    for (const module of chunk.modules) if (forbidden.test(module)) found.push(`${module} (in ${name})`);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visited.add(next);
  }
  return found;
}

/**
 * A bundler plugin that fails the build when `entry` loads what it must not.
 *
 * @param {string} entry file name of the entry's chunk
 */
export function bundleGuard(entry) {
  return {
    name: 'bundle-guard',
    /**
     * @param {unknown} _options
     * @param {Record<string, { type: string, imports?: string[], dynamicImports?: string[], moduleIds?: string[] }>} bundle
     */
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.entries(bundle).map(([name, { imports = [], dynamicImports = [], moduleIds = [] }]) => [
          name,
          { imports, dynamicImports, modules: moduleIds.map((id) => id.replaceAll('\\', '/')) },
        ]),
      );
      if (!chunks.has(entry)) throw new Error(`The bundle has no ${entry}.`);
      const found = forbiddenIn(entry, chunks);
      if (found.length === 0) return;
      throw new Error(
        `${entry} may contain src-main/app, src-main/contract and src-main/log only, but loads:\n${found.join('\n')}`,
      );
    },
  };
}
