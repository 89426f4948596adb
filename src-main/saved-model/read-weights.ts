/**
 * Takes the weights out of a `saved_model.pb`, and nothing else. Field numbers as in `graph/proto.ts`, which writes the
 * file; what this reader passes over is for `recognise.ts` to judge.
 */
import type { VariableSpec } from '../core/variables';
import { bytesFields } from '../graph/protobuf';
import { sizeOf } from '../graph/types';
import { fromFloat16 } from './float16';
import { halfName, isHalved, type Weight } from './weight-constants';

/**
 * @param file contents of a `saved_model.pb`
 * @param half whether kernels are stored as float16
 * @throws Error that names the first weight which the file lacks or has in another length
 */
export function readWeights(file: Uint8Array, specs: readonly VariableSpec[], half: boolean): readonly Weight[] {
  const storedNames = new Set(specs.map((spec) => storedName(spec, half)));
  const constants = readConstants(file, storedNames);
  return specs.map((spec) => {
    const tensor = constants.get(storedName(spec, half));
    if (tensor === undefined) {
      throw new Error(`it has no weight ${spec.name}`);
    }
    return { name: spec.name, shape: spec.shape, values: valuesOf(tensor, spec, half) };
  });
}

function storedName(spec: VariableSpec, half: boolean): string {
  return half && isHalved(spec) ? halfName(spec.name) : spec.name;
}

/** The tensors of the constants of these names. */
function readConstants(file: Uint8Array, names: ReadonlySet<string>): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const metaGraph of fields(file, 2)) {
    for (const graph of fields(metaGraph, 2)) {
      for (const node of fields(graph, 1)) {
        const name = first(node, 1);
        const attributes = fields(node, 5).map((entry) => ({ key: first(entry, 1), value: first(entry, 2) }));
        const value = attributes.find(({ key }) => text(key) === 'value')?.value;
        if (value !== undefined && names.has(text(name))) {
          found.set(text(name), first(value, 8) ?? new Uint8Array());
        }
      }
    }
  }
  return found;
}

/** Values are written as their bytes, or a few as a list of floats; a single one stands for the whole tensor. */
function valuesOf(tensor: Uint8Array, spec: VariableSpec, half: boolean): Float32Array {
  const size = sizeOf(spec.shape);
  const isHalf = half && isHalved(spec);
  const contents = aligned(first(tensor, 4) ?? first(tensor, 5) ?? new Uint8Array());
  if (contents.byteLength === Float32Array.BYTES_PER_ELEMENT && size > 1 && !isHalf) {
    return new Float32Array(size).fill(new Float32Array(contents)[0] ?? 0);
  }
  if (contents.byteLength !== size * (isHalf ? Uint16Array : Float32Array).BYTES_PER_ELEMENT) {
    throw new Error(`its weight ${spec.name} has not the ${String(size)} values of shape [${spec.shape.join(', ')}]`);
  }
  return isHalf ? fromFloat16(new Uint16Array(contents)) : new Float32Array(contents);
}

/** A copy, since numbers of four bytes can only be seen where they begin at a multiple of four. */
function aligned(view: Uint8Array): ArrayBuffer {
  return Uint8Array.from(view).buffer;
}

function fields(message: Uint8Array, number: number): readonly Uint8Array[] {
  return [...bytesFields(message)].filter(({ field }) => field === number).map(({ contents }) => contents);
}

function first(message: Uint8Array, number: number): Uint8Array | undefined {
  return fields(message, number)[0];
}

function text(contents: Uint8Array | undefined): string {
  return Buffer.from(contents ?? []).toString('utf8');
}
