/** Where in the code an operation comes from, for messages about operations that cannot be traced. */

/** Frames that are kept while a graph is traced: between an operation and the code that calls it lie a dozen of TF.js's. */
export const tracedStackDepth = 60;

const location = /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/;

/**
 * The first line of a stack that called TF.js: below the graph's own frames and TF.js's.
 *
 * @returns "FILE:LINE:COLUMN", or null if the stack does not reach that far
 */
export function callerOfOperation(stack: string): string | null {
  const places = stack.split('\n').flatMap((line) => location.exec(line.trim())?.[1] ?? []);
  const firstOfTensorFlow = places.findIndex(isTensorFlow);
  return firstOfTensorFlow < 0 ? null : (places.slice(firstOfTensorFlow).find((place) => !isTensorFlow(place)) ?? null);
}

function isTensorFlow(place: string): boolean {
  return /[\\/]node_modules[\\/]@tensorflow[\\/]/.test(place);
}
