/** A TF.js export in a browser: takes pictures from the benchmark's server, and sends the predictions back. */
import '@tensorflow/tfjs-backend-webgl';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

async function main(): Promise<void> {
  const parameters = new URLSearchParams(location.search);
  const [model, size] = [parameters.get('model') ?? '', Number(parameters.get('size'))];
  await tf.setBackend('webgl');
  const generator = await loadGraphModel(`/${model}/model.json`);
  const inputs = new Float32Array(await (await fetch('/pictures/inputs.f32')).arrayBuffer());
  const outputs = new Float32Array(inputs.length);
  const values = size * size * 3;
  for (let at = 0; at < inputs.length; at += values) {
    const picture = tf.tensor4d(inputs.subarray(at, at + values), [1, size, size, 3]);
    const prediction = generator.predict(picture);
    if (!(prediction instanceof tf.Tensor)) throw new Error('The model has more than one output.');
    outputs.set(await prediction.data<'float32'>(), at);
    tf.dispose([picture, prediction]);
  }
  await fetch(`/tfjs-browser-${parameters.get('precision') ?? ''}.f32`, { method: 'PUT', body: outputs });
  document.title = 'done';
}

main().catch((error: unknown) => {
  document.title = `failed: ${String(error)}`;
});
