/** The version whose library, hashes and C functions were checked together. */
export const tensorflowVersion = '2.21.0';

/**
 * How the TensorFlow library is had on one platform.
 *
 * @typedef {object} Platform
 * @property {string} title
 * @property {boolean} tried whether set-up and training have run there
 * @property {string} package name on the Python package index
 * @property {string} tag platform tag of the wheel
 * @property {string} sha256 of the wheel
 * @property {Readonly<Record<string, string>>} libraries file in the wheel's tensorflow folder → name in deps/lib
 * @property {Readonly<Record<string, string>>} links name the linker looks for → name in deps/lib
 * @property {readonly string[]} linkerFlags how the addon finds the library beside it
 */

/** @type {Readonly<Record<string, Platform>>} */
export const platforms = {
  'linux-x64': {
    title: 'Linux x64',
    tried: true,
    package: 'tensorflow-cpu',
    tag: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    libraries: {
      'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
    },
    links: {
      'libtensorflow.so': 'libtensorflow_cc.so.2',
      'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    },
    linkerFlags: ['-shared', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  },
  'linux-arm64': {
    title: 'Linux arm64',
    tried: false,
    package: 'tensorflow',
    tag: 'manylinux_2_27_aarch64',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    libraries: {
      'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
    },
    links: {
      'libtensorflow.so': 'libtensorflow_cc.so.2',
      'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    },
    linkerFlags: ['-shared', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  },
  'darwin-arm64': {
    title: 'macOS arm64',
    tried: false,
    package: 'tensorflow',
    tag: 'macosx_12_0_arm64',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    libraries: {
      'libtensorflow_cc.2.dylib': 'libtensorflow_cc.2.dylib',
      'libtensorflow_framework.2.dylib': 'libtensorflow_framework.2.dylib',
    },
    links: {
      'libtensorflow.dylib': 'libtensorflow_cc.2.dylib',
      'libtensorflow_framework.dylib': 'libtensorflow_framework.2.dylib',
    },
    linkerFlags: ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib'],
  },
};

/**
 * Platforms of which something is known, but not enough to build the addon.
 *
 * @type {Readonly<Record<string, string>>}
 */
const unfinished = {
  'win32-x64':
    'Windows x64 is not supported yet: there the C functions of TensorFlow lie inside a Python extension ' +
    '(_pywrap_tensorflow_common.dll), and building the addon against it has not been tried.',
};

/**
 * @param {string} system `process.platform`
 * @param {string} processor `process.arch`
 * @returns {Platform | { reason: string }}
 */
export function platformFor(system, processor) {
  const key = `${system}-${processor}`;
  const platform = platforms[key];
  if (platform !== undefined) return platform;
  return { reason: unfinished[key] ?? `There is no TensorFlow ${tensorflowVersion} library for ${key}.` };
}
