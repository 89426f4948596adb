/** The exported generator on a device of the browser. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { givenModel, takeWeights } from './given';

export type Device = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Those of this browser, the fastest first: a graphics interface drawn by the processor is slower than WebAssembly. */
async function availableDevices(): Promise<readonly Device[]> {
  const devices = devicesWithoutWebGpu();
  // Browsers have the interface on machines without a graphics processor for it too.
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (adapter === null) {
    return devices;
  }
  return devices[0] === 'webgl' ? ['webgpu', ...devices] : [...devices, 'webgpu'];
}

function devicesWithoutWebGpu(): readonly Device[] {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null) {
    return ['wasm', 'cpu'];
  }
  const information = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = information === null ? '' : context.getParameter(information.UNMASKED_RENDERER_WEBGL);
  return /swiftshader|llvmpipe|software/i.test(String(renderer)) ? ['wasm', 'webgl', 'cpu'] : ['webgl', 'wasm', 'cpu'];
}

export interface Network {
  readonly device: Device;
  /** Those of this browser. */
  readonly devices: readonly Device[];
  /** Whether it was exported with dropout as noise. */
  readonly hasNoise: boolean;
  /**
   * @param picture of the training size
   * @param seed of the noise, where there is any
   * @returns the prediction, of the same size
   */
  predict(picture: ImageData, seed: number): Promise<ImageData>;
  use(device: Device): Promise<void>;
}

/** Loads the model on the fastest device that works. @throws Error if none does. */
export async function openNetwork(): Promise<Network> {
  // The module would else be fetched, which a page from the disk may not do. It is the one without threads.
  const module = `data:application/octet-stream;base64,${globalThis.pix2pixWasm ?? ''}`;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': module,
    'tfjs-backend-wasm-simd.wasm': module,
    'tfjs-backend-wasm-threaded-simd.wasm': module,
  });
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const { topology, signature, weightSpecs } = givenModel();
  const artifacts = { modelTopology: topology, signature, weightSpecs, weightData: takeWeights() };
  let model: GraphModel | null = null;
  let device: Device = 'cpu';

  async function use(wanted: Device): Promise<void> {
    model?.dispose();
    model = null;
    if (!(await tf.setBackend(wanted))) {
      throw new Error(wanted);
    }
    await tf.ready();
    device = wanted;
    model = await loadGraphModel(tf.io.fromMemory(artifacts));
  }

  const devices = await availableDevices();
  await useFirst(devices, use);
  return {
    devices,
    get device() {
      return device;
    },
    get hasNoise() {
      return (model?.inputs.length ?? 0) > 1;
    },
    use,
    async predict(picture, seed) {
      if (model === null) {
        throw new Error(device);
      }
      return predictOn(model, picture, seed);
    },
  };
}

async function predictOn(model: GraphModel, picture: ImageData, seed: number): Promise<ImageData> {
  const { width, height } = picture;
  const output = tf.tidy(() => {
    const bytes = tf.browser.fromPixels(picture);
    const input = tf.expandDims(tf.sub(tf.div(tf.cast(bytes, 'float32'), 127.5), 1));
    const prediction = model.predict({ input, ...noiseFor(model, seed) });
    if (!(prediction instanceof tf.Tensor)) {
      throw new Error('output');
    }
    return tf.squeeze(prediction, [0]);
  });
  const values = await output.data();
  output.dispose();
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[pixel * 4 + channel] = Math.round(((values[pixel * 3 + channel] ?? 0) + 1) * 127.5);
    }
  }
  return new ImageData(rgba, width, height);
}

/** Uniform numbers for each block with dropout: at the training size their sides are 2, 4 and 8. */
function noiseFor(model: GraphModel, seed: number): tf.NamedTensorMap {
  const inputs = model.inputs.filter(({ name }) => name !== 'input');
  const named = inputs.map(({ name, shape }, block): [string, tf.Tensor] => {
    const side = 2 ** (block + 1);
    const own = inputs.length * seed + block;
    return [name, tf.randomUniform([1, side, side, shape?.[3] ?? 0], 0, 1, 'float32', own)];
  });
  return Object.fromEntries(named);
}

async function useFirst(candidates: readonly Device[], use: (device: Device) => Promise<void>): Promise<void> {
  let last: unknown;
  for (const device of candidates) {
    try {
      await use(device);
      return;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
