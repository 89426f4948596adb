/**
 * TensorFlow's AddN adds into the first of its inputs whose memory nobody else holds any more, and begins the sum with
 * that one. Where others may hold the memory of the first of three or more summands, the order of the sum, and with it
 * its rounding, depends on who is done first. TensorFlow's optimizer makes an AddN of a tree of additions, so those count
 * too.
 */
import { expect, it } from 'vitest';
import { modelGraph } from '../../../src-main/engine/compiled';
import type { GraphNode } from '../../../src-main/graph/types';
import { smallConfig } from '../../support/small-model';

const additions = new Set(['Add', 'AddV2', 'AddN']);
/** What gives its input's memory on. */
const views = new Set(['Identity', 'Reshape']);
/** Whose memory stays, whoever is done with it. */
const kept = new Set(['Placeholder', 'Const', 'ReadVariableOp']);

const nodeOf = (reference: string): string => reference.split(':')[0] ?? reference;

/** The sums of three or more in the scope, of whose first summand the memory is not the sum's alone. */
function ambiguousSums(nodes: readonly GraphNode[], scope: string): readonly string[] {
  const own = nodes.filter(({ name }) => name.startsWith(scope));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const users = new Map<string, string[]>();
  for (const { name, inputs } of own) {
    for (const input of inputs.filter((reference) => !reference.startsWith('^'))) {
      users.set(input, [...(users.get(input) ?? []), name]);
    }
  }
  const summands = (node: GraphNode): readonly string[] =>
    node.inputs
      .filter((input) => !input.startsWith('^'))
      .flatMap((input) => {
        const inner = byName.get(nodeOf(input));
        const isInside = inner !== undefined && additions.has(inner.op) && users.get(input)?.length === 1;
        return isInside ? summands(inner) : [input];
      });
  const isAlone = (reference: string): boolean => {
    const node = byName.get(nodeOf(reference));
    if (node === undefined || kept.has(node.op) || users.get(reference)?.length !== 1) {
      return false;
    }
    return !views.has(node.op) || isAlone(node.inputs[0] ?? '');
  };
  const roots = own.filter(({ name, op }) => {
    const by = users.get(name)?.map((user) => byName.get(user)) ?? [];
    return additions.has(op) && !(by.length === 1 && additions.has(by[0]?.op ?? ''));
  });
  return roots
    .filter((root) => summands(root).length > 2 && !isAlone(summands(root)[0] ?? ''))
    .map((root) => `${root.name}: ${summands(root).join(' + ')}`);
}

it.each([
  ['the product’s networks', {}],
  ['colour jitter and a batch of one', { batch: 1, colourJitter: 0.2 }],
  ['bfloat16', { precision: 'bfloat16' }],
  ['float16', { precision: 'float16' }],
] as const)('every sum of a training step has one order: %s', async (_, changes) => {
  const { nodes } = await modelGraph({ ...smallConfig, ...changes });
  expect(ambiguousSums(nodes, 'train_step/')).toEqual([]);
});

it('finds a sum that has more than one', () => {
  const node = (name: string, op: string, inputs: readonly string[]): GraphNode => ({
    name,
    op,
    inputs,
    attributes: {},
  });
  const nodes = [
    ...['a', 'b', 'c'].map((name) => node(`s/${name}`, 'Relu', [])),
    node('s/inner', 'AddV2', ['s/a', 's/b']),
    node('s/sum', 'AddV2', ['s/inner', 's/c']),
    node('s/other', 'Tanh', ['s/a']),
  ];
  expect(ambiguousSums(nodes, 's/')).toEqual(['s/sum: s/a + s/b + s/c']);
  expect(ambiguousSums(nodes.slice(0, -1), 's/')).toEqual([]);
});
