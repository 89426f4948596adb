/** Turns a graph with variables into one with constants, which needs no checkpoint beside it. */
import { type as typeAttribute } from './builder';
import { dataTypes, type GraphNode, type Shape } from './types';

/**
 * @param nodes a graph that only reads its variables
 * @param valueOf shape and value of a variable, by its handle's name
 */
export function frozenNodes(
  nodes: readonly GraphNode[],
  valueOf: (variable: string) => { readonly shape: Shape; readonly values: Float32Array },
): readonly GraphNode[] {
  return nodes
    .filter(({ op }) => op !== 'VarHandleOp')
    .map((node) => {
      const [handle] = node.inputs;
      if (node.op !== 'ReadVariableOp' || handle === undefined) {
        return node;
      }
      const attributes = {
        dtype: typeAttribute(dataTypes.float32),
        value: { kind: 'tensor', dtype: dataTypes.float32, ...valueOf(handle) },
      } as const;
      return { name: node.name, op: 'Const', inputs: [], attributes };
    });
}
