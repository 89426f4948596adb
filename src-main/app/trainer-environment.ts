/** The trainer's environment: what a program needs to run, and the settings of TensorFlow, oneDNN and CUDA; nothing else. */
const names = new Set([
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'XDG_CACHE_HOME',
  'LD_LIBRARY_PATH',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
]);

const prefixes = ['TF_', 'ONEDNN_', 'DNNL_', 'CUDA_', 'NVIDIA_', 'OMP_', 'KMP_', 'PIX2PIX_STUDIO_'];

/** The entries of `environment` that the trainer gets. */
export function trainerEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return value !== undefined && (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)));
  });
  return Object.fromEntries(entries);
}
