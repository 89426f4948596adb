/** Run before each file that shares its process with others: what it changes of the process is put back after it. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll } from 'vitest';

const environment = { ...process.env };

afterAll(async () => {
  for (const name of Object.keys(process.env)) {
    // What TensorFlow read when it was loaded stays as it was then.
    if (!(name in environment) && !name.startsWith('TF_')) {
      Reflect.deleteProperty(process.env, name);
    }
  }
  Object.assign(process.env, environment);
  if (tf.engine().registryFactory['tensorflow'] !== undefined) {
    await tf.setBackend('tensorflow');
  }
});
