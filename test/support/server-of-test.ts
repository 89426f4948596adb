import { onTestFinished } from 'vitest';
import { serveArchive, type ArchiveServer } from './archive-server';

/** An archive server that ends with the test. */
export async function startArchiveServer(contents: Buffer): Promise<ArchiveServer> {
  const server = await serveArchive(contents);
  onTestFinished(server.close);
  return server;
}
