/** The exported graphs are part of a format: other programs have them, and this one opens no others. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { presets } from '../../../src-main/contract/config';
import { manifestVersion } from '../../../src-main/contract/export';
import { generatorVariables } from '../../../src-main/core/variables';
import { modelJson, tfjsModel } from '../../../src-main/export/tfjs/model';
import { sizeOf } from '../../../src-main/graph/types';
import { savedModel } from '../../../src-main/saved-model/saved-model';

/** Of each version of the manifest, what its exporter writes. A change of a graph is a new version, and a line here. */
const digests: Readonly<Record<number, string>> = {
  3: 'd2b6cb630bd63f469159121f717d22e277b309f784636d61bc4f700795129a34',
};

it('do not change without a new version of the manifest', () => {
  const hash = createHash('sha256');
  for (const preset of ['studio', 'paper'] as const) {
    const architecture = { ...presets[preset], size: 64, filters: 4 } as const;
    const weights = generatorVariables(architecture).map(({ name, shape }) => ({
      name,
      shape,
      values: Float32Array.from({ length: sizeOf(shape) }, (_, index) => index % 7),
    }));
    for (const noise of [false, true]) {
      for (const precision of ['float32', 'float16'] as const) {
        hash.update(savedModel(weights, { architecture, precision, noise, tensorflow: '0' }).bytes);
      }
      for (const precision of ['float32', 'float16', 'uint8'] as const) {
        const model = tfjsModel(weights, architecture, { precision, noise });
        hash.update(modelJson(model, { generatedBy: '', convertedBy: '' }));
      }
    }
  }
  expect({ [manifestVersion]: hash.digest('hex') }).toEqual({ [manifestVersion]: digests[manifestVersion] });
});
