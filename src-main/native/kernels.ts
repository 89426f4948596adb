/** TensorFlow's own fused kernels under the names that `core/kernels.ts` gives them. */
import type { NamedAttrMap, NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { kernelNames } from '../core/kernels';
import { attributeMakers } from './attributes';
import { nativeBackend, type TensorFlow } from './tensorflow';

/**
 * Registers the kernels on 'tensorflow', once. A backend that copies its kernels afterwards has them too: each uses the
 * backend that it is called with.
 */
export function registerNativeKernels(tensorflow: TensorFlow): void {
  const attribute = attributeMakers(tensorflow);
  const { TF_FLOAT: float, TF_INT32: int32 } = nativeBackend(tensorflow).binding;

  const registered = new Set(tensorflow.getKernelsForBackend('tensorflow').map(({ kernelName }) => kernelName));
  const register = (kernelName: string, kernel: NativeKernel): void => {
    if (!registered.has(kernelName)) {
      tensorflow.registerKernel({
        kernelName,
        backendName: 'tensorflow',
        kernelFunc: ({ inputs, attrs, backend }) =>
          tensorflow.tidy(() => kernel(backend as NodeJSKernelBackend, inputs, attrs ?? {})),
      });
    }
  };

  const normAttributes = (epsilon: unknown): TFEOpAttr[] => [
    attribute.type('T', float),
    attribute.type('U', float),
    attribute.float('epsilon', Number(epsilon)),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', true),
  ];

  register(kernelNames.batchNorm, (backend, { x, gamma, beta }, { epsilon }) => {
    const attributes = [...normAttributes(epsilon), attribute.float('exponential_avg_factor', 1)];
    const noStatistics = [tensorflow.tensor1d([]), tensorflow.tensor1d([])];
    const outputs = backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      attributes,
      [...present(x, gamma, beta), ...noStatistics],
      6,
    );
    return outputs.filter((_, index) => index === 0 || index >= 3);
  });

  register(kernelNames.batchNormGrad, (backend, { dy, x, gamma, reserve1, reserve2, reserve3 }, { epsilon }) =>
    backend
      .executeMultipleOutputs(
        'FusedBatchNormGradV3',
        normAttributes(epsilon),
        present(dy, x, gamma, reserve1, reserve2, reserve3),
        5,
      )
      .slice(0, 3),
  );

  register(kernelNames.leakyReluGrad, (backend, { dy, x }, { alpha }) =>
    backend.executeSingleOutput(
      'LeakyReluGrad',
      [attribute.type('T', float), attribute.float('alpha', Number(alpha))],
      present(dy, x),
    ),
  );

  register(kernelNames.reluGrad, (backend, { dy, y }) =>
    backend.executeSingleOutput('ReluGrad', [attribute.type('T', float)], present(dy, y)),
  );

  register(kernelNames.tanhGrad, (backend, { dy, y }) =>
    backend.executeSingleOutput('TanhGrad', [attribute.type('T', float)], present(y, dy)),
  );

  register(kernelNames.statelessUniform, (backend, { seed }, { shape }) => {
    const attributes = [attribute.type('dtype', float), attribute.type('T', int32), attribute.type('Tseed', int32)];
    const shapeTensor = tensorflow.tensor1d(integers(shape), 'int32');
    return backend.executeSingleOutput('StatelessRandomUniform', attributes, [shapeTensor, ...present(seed)]);
  });

  register(kernelNames.dynamicSlice, (backend, { x, begin }, { size }) => {
    const [data] = present(x);
    const attributes = [attribute.type('T', data?.dtype === 'int32' ? int32 : float), attribute.type('Index', int32)];
    const sizeTensor = tensorflow.tensor1d(integers(size), 'int32');
    return backend.executeSingleOutput('Slice', attributes, [...present(x, begin), sizeTensor]);
  });

  register(kernelNames.matrixProduct, (backend, { a, b }, { transposeA, transposeB }) =>
    backend.executeSingleOutput(
      'MatMul',
      [
        attribute.type('T', float),
        attribute.bool('transpose_a', transposeA === true),
        attribute.bool('transpose_b', transposeB === true),
      ],
      present(a, b),
    ),
  );

  register(kernelNames.toPrecision, (backend, { x }, { precision }) =>
    backend.executeSingleOutput(
      'Cast',
      [
        attribute.type('SrcT', float),
        attribute.type('DstT', shortFloats.get(precision) ?? float),
        attribute.bool('Truncate', false),
      ],
      present(x),
    ),
  );

  register(kernelNames.select, (backend, { condition, a, b }) => {
    const [data] = present(a);
    const elementType = data?.dtype === 'int32' ? int32 : float;
    return backend.executeSingleOutput('SelectV2', [attribute.type('T', elementType)], present(condition, a, b));
  });

  // Of a division by a constant TensorFlow's graphs make a product with its inverse, but not of this one.
  register(kernelNames.quotient, (backend, { a, b }) =>
    backend.executeSingleOutput('DivNoNan', [attribute.type('T', float)], present(a, b)),
  );
}

/** TensorFlow's numbers of the types that the addon has no name for. */
const shortFloats: ReadonlyMap<unknown, number> = new Map([
  ['bfloat16', 14],
  ['float16', 19],
]);

type NativeKernel = (
  backend: NodeJSKernelBackend,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
) => Tensor | Tensor[];

function present(...inputs: readonly (TensorInfo | undefined)[]): TensorInfo[] {
  return inputs.map((input) => {
    if (input === undefined) {
      throw new Error('A kernel was called without one of its inputs.');
    }
    return input;
  });
}

function integers(value: unknown): number[] {
  if (!Array.isArray(value)) {
    throw new Error('A kernel attribute must be a list of numbers.');
  }
  return value.map(Number);
}
