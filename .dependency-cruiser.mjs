/**
 * What each layer may import beside its own files: the layers below it, packages, where it says `node` the modules of
 * Node, and single files of other layers.
 *
 * @typedef {{ layers: readonly string[], packages: readonly string[], files?: readonly string[] }} Allowed
 */

const native = ['contract', 'core', 'native'];
const engine = [...native, 'graph'];
const everything = [...engine, 'files', 'runfolder', 'engine', 'saved-model', 'data', 'run', 'export'];

/** @type {Readonly<Record<string, Allowed>>} */
const allowed = {
  'src-main/contract': { layers: [], packages: ['zod'] },
  'src-main/log': { layers: ['contract'], packages: ['node', 'electron-log', 'package.json'] },
  'src-main/files': { layers: ['contract'], packages: ['node'] },
  'src-main/runfolder': { layers: ['contract', 'files'], packages: ['node'] },
  'src-main/core': { layers: ['contract'], packages: ['@tensorflow/tfjs-core'] },
  'src-main/native': { layers: ['contract', 'core'], packages: ['node', '@tensorflow'] },
  'src-main/graph': { layers: native, packages: ['node', '@tensorflow', 'protobufjs'] },
  'src-main/engine': { layers: [...engine, 'files'], packages: ['node', '@tensorflow', 'zod', 'package.json'] },
  'src-main/saved-model': { layers: [...engine, 'files', 'engine'], packages: ['node'] },
  'src-main/data': {
    layers: [...native, 'log'],
    packages: ['node', '@tensorflow', 'zod', '@resvg/resvg-js', 'openmoji', 'wasm-vips', 'tar'],
  },
  'src-main/run': { layers: everything, packages: ['node', '@tensorflow', 'zod', 'package.json'] },
  'src-main/export': { layers: everything, packages: ['node', '@tensorflow', 'zod', 'protobufjs', 'package.json'] },
  'src-main/trainer': { layers: [...everything, 'log'], packages: ['node', 'zod', 'electron'] },
  'src-main/predictor': { layers: [...everything, 'log'], packages: ['node', 'zod', 'electron'] },
  'src-main/cli': { layers: [...everything, 'log'], packages: ['node', 'zod', 'commander', 'package.json'] },
  'src-main/app': {
    layers: ['contract', 'log', 'files', 'runfolder'],
    packages: ['node', 'zod', 'electron', 'package.json'],
  },
  'src-main/preload': { layers: ['contract'], packages: ['zod', 'electron'] },
  'src-renderer/exported': {
    layers: ['contract'],
    packages: ['svelte', '@tensorflow'],
    // Arithmetic that needs no library: a picture is prepared as the program does it.
    files: ['data/picture', 'data/region', 'data/resize-antialiased', 'data/square', 'run/shown-square'].map(
      (name) => `src-main/${name}.ts`,
    ),
  },
  'src-renderer': {
    layers: ['contract'],
    packages: ['zod', 'svelte', 'chart.js', 'chartjs-plugin-annotation', 'bits-ui'],
  },
};

const layerRules = Object.entries(allowed).map(([folder, { layers, packages, files: single = [] }]) => {
  const folders = layers.map((name) => `src-main/${name}`);
  const node = packages.includes('node');
  const files = packages.filter((name) => name !== 'node');
  return {
    name: `${folder.replace('src-main/', '')}-imports`,
    comment: `${folder} may import its own files and: ${[...folders, ...single, ...packages].join(', ') || 'nothing else'}.`,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: Object.keys(allowed).filter((other) => other.startsWith(`${folder}/`)) },
    to: {
      pathNot: [
        ...[folder, ...folders].map((name) => `^${name}/`),
        ...single.map((name) => `^${name.replace('.', '\\.')}$`),
        ...files.map((name) => `^(node_modules/)?${name}(/|$)`),
      ],
      // An import that leads nowhere is the rule `resolvable`'s.
      couldNotResolve: false,
      ...(node ? { dependencyTypesNot: ['core'] } : {}),
    },
  };
});

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'native-door',
      comment:
        'Only src-main/native/tensorflow.ts may load @tensorflow/tfjs-node-gpu: others take it from there, or import ' +
        'its types alone.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/native/tensorflow\\.ts$' },
      to: { path: '@tensorflow/tfjs-node-gpu', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circle',
      comment: 'Files may not import each other in a circle; move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'The import names a file or a package that does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
