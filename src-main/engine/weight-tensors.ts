import type * as tfjs from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../native/tensorflow';

/** Shape and values of a weight by its name. */
export type WeightValues = (name: string) => {
  readonly shape: readonly number[];
  readonly values: () => Float32Array;
};

export interface LazyWeight {
  readonly shape: readonly number[];
  readonly tensor: () => tfjs.Tensor;
  readonly dispose: () => void;
}

/** The network's weights as tensors, and what else lives as long as a prediction. */
export class WeightTensors {
  private readonly tensors = new Map<string, tfjs.Tensor>();
  private readonly others: tfjs.Tensor[] = [];

  constructor(
    private readonly tf: TensorFlow,
    private readonly weight: WeightValues,
  ) {}

  /** Made at once, and kept until all are disposed. */
  get(name: string): tfjs.Tensor {
    const known = this.tensors.get(name);
    if (known !== undefined) {
      return known;
    }
    const { shape, values } = this.weight(name);
    const tensor = this.tf.keep(this.tf.tensor(values(), [...shape]));
    this.tensors.set(name, tensor);
    return tensor;
  }

  /** Made when it is first needed, and again after it was disposed. */
  lazily(name: string): LazyWeight {
    return {
      shape: this.weight(name).shape,
      tensor: () => this.get(name),
      dispose: () => {
        this.tensors.get(name)?.dispose();
        this.tensors.delete(name);
      },
    };
  }

  keep<T extends tfjs.Tensor>(make: () => T): T {
    const tensor = this.tf.tidy(make);
    this.others.push(tensor);
    return tensor;
  }

  dispose(): void {
    this.tf.dispose([...this.tensors.values(), ...this.others]);
  }
}
