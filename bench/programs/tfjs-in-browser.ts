/** A TF.js export in a browser: takes pictures from the benchmark's server, and sends the predictions back. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

async function main(): Promise<void> {
  const parameters = new URLSearchParams(location.search);
  const [model, size] = [parameters.get('model') ?? '', Number(parameters.get('size'))];
  setWasmPaths('/wasm/');
  await tf.setBackend(parameters.get('backend') ?? '');
  const generator = await loadGraphModel(`/${model}/model.json`);
  const all = new Float32Array(await (await fetch('/pictures/inputs.f32')).arrayBuffer());
  const inputs = all.subarray(0, Number(parameters.get('pictures')) * size * size * 3);
  const outputs = new Float32Array(inputs.length);
  const values = size * size * 3;
  for (let at = 0; at < inputs.length; at += values) {
    const picture = tf.tensor4d(inputs.subarray(at, at + values), [1, size, size, 3]);
    const prediction = generator.predict(picture);
    if (!(prediction instanceof tf.Tensor)) throw new Error('The model has more than one output.');
    outputs.set(await prediction.data<'float32'>(), at);
    tf.dispose([picture, prediction]);
  }
  await fetch(`/${parameters.get('output') ?? ''}`, { method: 'PUT', body: outputs });
  document.title = 'done';
}

main().catch((error: unknown) => {
  document.title = `failed: ${String(error)}`;
});
