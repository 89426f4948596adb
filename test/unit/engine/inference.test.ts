import { describe, expect, it } from 'vitest';
import { distance, fromByte, psnr, toBytes, withPictures } from '../../../src-main/engine/inference';
import { createEagerModel } from '../../../src-main/engine/eager';
import { registerNativeKernels } from '../../../src-main/native/kernels';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { smallConfig, smallPicture } from '../../support/small-model';
import { largestDifference } from '../../support/tensors';

describe('toBytes', () => {
  it('is the inverse of fromByte for every byte', () => {
    const every = Uint8Array.from(Array(256).keys());
    expect(toBytes(Float32Array.from(every, fromByte))).toEqual(every);
  });

  it('rounds, and cuts what is out of range', () => {
    expect(toBytes(Float32Array.of(-2, -1, 0.003, 0.005, 1, 3))).toEqual(Uint8Array.of(0, 0, 128, 128, 255, 255));
  });
});

describe('distance and psnr', () => {
  it('are those of the definitions', () => {
    const { l1, squared } = distance(Float32Array.of(1, -1, 0.5, 1), Uint8Array.of(255, 255, 0, 0));
    expect(l1).toBeCloseTo((0 + 2 + 1.5 + 2) / 4, 12);
    expect(squared).toBeCloseTo((0 + 4 + 2.25 + 4) / 4, 12);
    expect(psnr(4)).toBeCloseTo(0, 12);
    expect(psnr(0.04)).toBeCloseTo(20, 12);
    expect(psnr(0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('of a picture to itself are none', () => {
    const picture = smallPicture(smallConfig);
    const { l1 } = distance(Float32Array.from(picture, fromByte), picture);
    expect(l1).toBeLessThan(1e-7);
  });

  it('of a prediction that is too short are no numbers', () => {
    expect(distance(Float32Array.of(1, 1), Uint8Array.of(1)).l1).toBeNaN();
  });
});

describe('withPictures', () => {
  it('gives the values of the model, within rounding, and the same as bytes', async () => {
    registerNativeKernels(await loadTensorFlow());
    const model = createEagerModel(smallConfig);
    model.initialise([1, 2]);
    const picture = smallPicture(smallConfig);
    for (const noiseSeed of [null, [1, 2]] as const) {
      const { values, bytes } = await withPictures(model, (predict) => predict(picture, noiseSeed));
      expect(largestDifference(values, model.predict(picture, noiseSeed))).toBeLessThan(2e-5);
      expect(bytes).toEqual(toBytes(values));
    }
    model.dispose();
  });
});
