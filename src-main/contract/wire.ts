/** Names on the wire between window and application; apart from `routes.ts` so that the preload script stays small. */
export const wire = {
  request: 'studio:request',
  event: 'studio:event',
  /** Tells the path of what a person dropped; the preload script sends it, which no page can reach. */
  dropped: 'studio:dropped',
  /** Carries the MessagePort whose other end the trainer holds. */
  trainerPort: 'studio:trainer-port',
  /** Carries the MessagePort to the process that makes the pictures of Try it. */
  generatorPort: 'studio:generator-port',
  /** Carries the MessagePort to the process that writes an export. */
  exporterPort: 'studio:exporter-port',
} as const;

/** Origin of the window's pages. */
export const appOrigin = 'app://studio';

/** Scheme and host of an address, or null if it is none. `URL.origin` is "null" for schemes of applications. */
export function originOf(address: string): string | null {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(address);
  return match?.[1]?.toLowerCase() ?? null;
}
