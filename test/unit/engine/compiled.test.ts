/** What the compiled model promises: who moves what, no leaks, noise, seeds, feeds. */
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lossNames } from '../../../src-main/contract/metrics';
import { plainConvolutions } from '../../../src-main/core/convolutions';
import { discriminator } from '../../../src-main/core/discriminator';
import { generator } from '../../../src-main/core/generator';
import { jitter } from '../../../src-main/core/jitter';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { modelVariables, type StepFeeds } from '../../../src-main/engine/model';
import { loadTensorFlow, nativeBackend } from '../../../src-main/native/tensorflow';
import { digests, largestDifference } from '../../support/tensors';
import { temporaryFolder } from '../../support/temporary-folder';
import { smallConfig, smallPicture, stepFeeds } from '../../support/small-model';

const config = smallConfig;
const specs = modelVariables(config);
const weightNames = [...specs.generator, ...specs.discriminator].map(({ name }) => name);

let model: CompiledModel;

beforeAll(async () => {
  model = await createCompiledModel(config);
});

beforeEach(() => {
  model.initialise([1, 2]);
});

afterAll(() => {
  model.dispose();
});

type Values = ReadonlyMap<string, Float32Array>;

function contents(names: readonly string[] = model.variableNames): Readonly<Record<string, string>> {
  return digests(names, (name) => model.get(name));
}

/** Each network's gradient of its own loss alone, by TF.js's own loss operations. */
function ownGradients(feeds: StepFeeds, values: Values): Values {
  const { batch, storedSize, size } = config;
  const gradients = new Map<string, Float32Array>();
  tf.tidy(() => {
    const weights = new Map(
      [...specs.generator, ...specs.discriminator].map(({ name, shape }) => [
        name,
        tf.variable(tf.tensor(values.get(name) ?? [], [...shape]), true, name),
      ]),
    );
    const network = { weights, convolutions: plainConvolutions };
    const pictures = (bytes: Uint8Array): tf.Tensor4D =>
      tf.tensor4d(Int32Array.from(bytes), [batch, storedSize, storedSize, 3], 'int32');
    const { input, target } = jitter(
      {
        input: pictures(feeds.input),
        target: pictures(feeds.target),
        offsets: tf.tensor2d(feeds.offsets, [batch, 2], 'int32'),
        mirror: tf.tensor1d(feeds.mirror, 'bool'),
        colour: null,
      },
      size,
    );
    const predict = (): tf.Tensor4D => generator(input, network, config, tf.tensor1d([...feeds.noiseSeed], 'int32'));
    const logits = (picture: tf.Tensor4D): tf.Tensor => discriminator(input, picture, network, config);
    const judged = (logits: tf.Tensor, isReal: boolean): tf.Tensor =>
      tf.losses.sigmoidCrossEntropy(isReal ? tf.onesLike(logits) : tf.zerosLike(logits), logits);
    const variablesOf = (network: keyof typeof specs): tf.Variable[] =>
      specs[network].flatMap(({ name }) => weights.get(name) ?? []);

    const ofGenerator = tf.variableGrads(() => {
      const prediction = predict();
      const l1 = tf.mean(tf.abs(tf.sub(target, prediction)));
      return tf.add<tf.Scalar>(judged(logits(prediction), true), tf.mul(l1, feeds.lambda));
    }, variablesOf('generator'));
    const ofDiscriminator = tf.variableGrads(() => {
      return tf.add<tf.Scalar>(judged(logits(target), true), judged(logits(predict()), false));
    }, variablesOf('discriminator'));
    for (const [name, gradient] of Object.entries({ ...ofGenerator.grads, ...ofDiscriminator.grads })) {
      gradients.set(name, Float32Array.from(gradient.dataSync()));
    }
    tf.dispose([...weights.values()]);
  });
  return gradients;
}

describe('trainStep', () => {
  it('moves each network by the gradients of its own loss, by one Adam step, and by nothing else', () => {
    const feeds = stepFeeds(config, 3);
    const before = new Map(weightNames.map((name) => [name, model.get(name)]));
    const gradients = ownGradients(feeds, before);
    expect([...gradients.keys()].sort()).toEqual([...weightNames].sort());
    model.trainStep(feeds);
    for (const [name, gradient] of gradients) {
      const scale = Math.max(...gradient.map(Math.abs));
      const first = gradient.map((value) => value / 2);
      expect(largestDifference(model.get(`${name}/adam_m`), first), name).toBeLessThan(1e-4 * scale);
      // The first step of Adam by the moments: −rate·(m / (1 − β₁)) / (√(v / (1 − β₂)) + ε'), about the rate itself.
      const [m, v] = [model.get(`${name}/adam_m`), model.get(`${name}/adam_v`)];
      const rate = (feeds.learningRate * Math.sqrt(1 - 0.999)) / (1 - 0.5);
      const expected = Array.from(before.get(name) ?? [], (value, index) => {
        return value - (rate * (m[index] ?? 0)) / (Math.sqrt(v[index] ?? 0) + 1e-7);
      });
      expect(largestDifference(model.get(name), expected), name).toBeLessThan(2e-7);
    }
    expect(model.get('generator/adam_beta1_power')).toEqual(Float32Array.of(0.25));
    expect(model.get('discriminator/adam_beta2_power')[0]).toBeCloseTo(0.998001, 6);
  });

  it('moves no weight at the learning rate 0', () => {
    const before = contents(weightNames);
    model.trainStep({ ...stepFeeds(config, 0), learningRate: 0 });
    expect(contents(weightNames)).toEqual(before);
    expect(model.get('generator/last/kernel/adam_m')).not.toEqual(new Float32Array(4 * 4 * 3 * 8));
  });

  it('gives the losses before the update, which add up', () => {
    const {
      gen_total_loss: total,
      gen_gan_loss: gan,
      gen_l1_loss: l1,
      disc_loss: disc,
    } = model.trainStep({
      ...stepFeeds(config, 0),
      lambda: 10,
    });
    expect(total).toBeCloseTo(gan + 10 * l1, 5);
    // Small random weights know nothing: log 2 for each term.
    expect(gan).toBeCloseTo(Math.LN2, 1);
    expect(disc).toBeCloseTo(2 * Math.LN2, 1);
  });

  it('learns: the L1 of one repeated batch falls', () => {
    const feeds = { ...stepFeeds(config, 0), learningRate: 2e-3 };
    feeds.target.fill(230);
    const first = model.trainStep(feeds).gen_l1_loss;
    let last = first;
    for (let step = 0; step < 30; step++) {
      last = model.trainStep(feeds).gen_l1_loss;
    }
    expect(last).toBeLessThan(0.3 * first);
  });

  it('is the same again from the same values and feeds, and follows from each feed', () => {
    const step = (changes: Partial<StepFeeds> = {}): readonly number[] => {
      model.initialise([1, 2]);
      const losses = model.trainStep({ ...stepFeeds(config, 0), ...changes });
      return lossNames.map((name) => losses[name]);
    };
    const reference = step();
    expect(largestDifference(step(), reference)).toBeLessThan(1e-5);
    const changes: Partial<StepFeeds>[] = [
      { offsets: Int32Array.of(8, 8, 0, 0) },
      { mirror: Uint8Array.of(1, 1) },
      { noiseSeed: [7, 1] },
      { lambda: 50 },
      { input: stepFeeds(config, 1).input },
      { target: stepFeeds(config, 1).target },
    ];
    for (const change of changes) {
      expect(largestDifference(step(change), reference), Object.keys(change).join()).toBeGreaterThan(1e-4);
    }
  });

  it('leaves no tensors behind in 50 steps', async () => {
    const { binding } = nativeBackend(await loadTensorFlow());
    const counts = (): readonly number[] => [binding.getNumOfTensors(), tf.memory().numTensors];
    model.trainStep(stepFeeds(config, 0));
    const before = counts();
    for (let step = 1; step <= 50; step++) {
      model.trainStep(stepFeeds(config, step));
    }
    expect(counts()).toEqual(before);
  });

  it.each<[string, Partial<StepFeeds>, RegExp]>([
    ['pictures', { input: new Uint8Array(3) }, /^train_step\/input takes \[2, 72, 72, 3\], not Uint8Array of 3/],
    ['offsets', { offsets: Int32Array.of(0, 0) }, /^train_step\/offsets takes \[2, 2\], not Int32Array of 2/],
    ['mirror', { mirror: new Uint8Array(3) }, /^train_step\/mirror takes \[2\], not Uint8Array of 3/],
  ])('refuses %s of a wrong length before TensorFlow sees them', (_, change, message) => {
    const before = contents();
    expect(() => model.trainStep({ ...stepFeeds(config, 0), ...change })).toThrow(message);
    expect(contents()).toEqual(before);
  });
});

describe('predict', () => {
  const picture = smallPicture(config);

  it('gives one picture within (−1, 1), always the same without noise', () => {
    const first = model.predict(picture, null);
    expect(first).toHaveLength(64 * 64 * 3);
    expect(first.every((value) => Math.abs(value) < 1)).toBe(true);
    expect(model.predict(picture, null)).toEqual(first);
    expect(model.predict(smallPicture(config, 2), null)).not.toEqual(first);
  });

  it('with noise follows from its seed', () => {
    const plain = model.predict(picture, null);
    const noisy = model.predict(picture, [3, 4]);
    expect(noisy).not.toEqual(plain);
    expect(model.predict(picture, [3, 4])).toEqual(noisy);
    expect(model.predict(picture, [3, 5])).not.toEqual(noisy);
    expect(model.predict(picture, [4, 4])).not.toEqual(noisy);
  });

  it('changes no variable', () => {
    const before = contents();
    model.predict(picture, [3, 4]);
    expect(contents()).toEqual(before);
  });

  it('refuses a picture of another size', () => {
    expect(() => model.predict(new Uint8Array(12), null)).toThrow('predict/input takes [1, 64, 64, 3]');
  });
});

describe('createCompiledModel', () => {
  it('has all variables of both networks and optimizers', () => {
    expect([...model.variableNames].sort()).toEqual(
      [
        ...weightNames.flatMap((name) => [name, `${name}/adam_m`, `${name}/adam_v`]),
        ...['generator', 'discriminator'].flatMap((network) => [
          `${network}/adam_beta1_power`,
          `${network}/adam_beta2_power`,
        ]),
      ].sort(),
    );
  });

  it('leaves no tensors behind, and two models keep apart', async () => {
    const before = tf.memory().numTensors;
    const other = await createCompiledModel(config);
    expect(tf.memory().numTensors).toBe(before);
    other.initialise([1, 2]);
    const own = contents();
    other.trainStep(stepFeeds(config, 0));
    expect(contents()).toEqual(own);
    other.dispose();
    other.dispose();
    expect(contents()).toEqual(own);
    expect(() => other.get('generator/last/bias')).toThrow();
  });
});

describe('save and restore', () => {
  it('carry a run over to another model, which goes on alike', async () => {
    const prefix = join(await temporaryFolder(), 'model');
    model.trainStep(stepFeeds(config, 0));
    model.save(prefix);
    const saved = contents();
    const next = model.trainStep(stepFeeds(config, 1));
    const other = await createCompiledModel(config);
    other.restore(prefix);
    expect(digests(other.variableNames, (name) => other.get(name))).toEqual(saved);
    const again = other.trainStep(stepFeeds(config, 1));
    other.dispose();
    for (const name of lossNames) {
      expect(Math.abs(again[name] / next[name] - 1), name).toBeLessThan(1e-5);
    }
  });

  it('refuse the checkpoint of other networks and keep all variables', async () => {
    const prefix = join(await temporaryFolder(), 'model');
    const other = await createCompiledModel({ ...config, filters: 5 });
    other.initialise([9, 9]);
    other.save(prefix);
    other.dispose();
    const before = contents();
    expect(() => {
      model.restore(prefix);
    }).toThrow();
    expect(contents()).toEqual(before);
  });
});
