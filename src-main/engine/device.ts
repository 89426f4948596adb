/** What this machine trains on. */
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import { version as tfjsVersion } from '@tensorflow/tfjs-core/package.json';
import type { DeviceReport } from '../contract/device';
import { memoryLimit } from '../native/memory-limit';
import { loadTensorFlow, nativeBackend } from '../native/tensorflow';
import { version as studioVersion } from '../../package.json';

/** @throws AppError `native-library-missing`. */
export async function deviceReport(): Promise<DeviceReport> {
  const { binding } = nativeBackend(await loadTensorFlow());
  const usesGpu = binding.isUsingGpuDevice();
  const gpus = await nvidiaGpus();
  const processor = os.cpus().at(0)?.model.trim();
  return {
    kind: usesGpu ? 'gpu' : 'cpu',
    name: (usesGpu ? gpus[0] : undefined) ?? processor ?? os.arch(),
    cores: os.availableParallelism(),
    memoryBytes: memoryLimit(),
    tensorflow: binding.TF_Version,
    oneDnn: process.env['TF_ENABLE_ONEDNN_OPTS'] === '1' && process.arch === 'x64',
    versions: {
      studio: studioVersion,
      node: process.versions.node,
      electron: 'electron' in process.versions ? process.versions.electron : null,
      tfjs: tfjsVersion,
    },
    platform: `${process.platform} ${process.arch}`,
    problems: !usesGpu && gpus[0] !== undefined ? [{ code: 'gpu-unused', data: { gpu: gpus[0] } }] : [],
  };
}

/** The versions that a run records. */
export async function versions(): Promise<{
  readonly studio: string;
  readonly tensorflow: string;
  readonly tfjs: string;
}> {
  const { binding } = nativeBackend(await loadTensorFlow());
  return { studio: studioVersion, tensorflow: binding.TF_Version, tfjs: tfjsVersion };
}

/** Names of the GPUs that NVIDIA's Linux driver lists; empty on other systems. */
async function nvidiaGpus(): Promise<readonly string[]> {
  const folder = '/proc/driver/nvidia/gpus';
  const gpus = await readdir(folder).catch(() => []);
  const texts = await Promise.all(gpus.map((gpu) => readFile(`${folder}/${gpu}/information`, 'utf8').catch(() => '')));
  return texts.flatMap((text) => /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? []);
}
