import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { nativeBackend, type TensorFlow } from './tensorflow';

/** Makers of the attributes that TensorFlow's operations take. */
export function attributeMakers(tensorflow: TensorFlow): {
  readonly type: (name: string, value: number) => TFEOpAttr;
  readonly integer: (name: string, value: number) => TFEOpAttr;
  readonly float: (name: string, value: number) => TFEOpAttr;
  readonly string: (name: string, value: string) => TFEOpAttr;
  readonly bool: (name: string, value: boolean) => TFEOpAttr;
} {
  const { binding } = nativeBackend(tensorflow);
  return {
    type: (name, value) => ({ name, type: binding.TF_ATTR_TYPE, value }),
    integer: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    float: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
    string: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
    bool: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
  };
}
