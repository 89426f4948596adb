/** What a second start of the application hands to the one that runs already. */
import { z } from 'zod';

const dataSchema = z.object({ folder: z.string().nullable() });

/** The folder that it was started with; null for none, or for what another version sends. */
export function startedWith(data: unknown): string | null {
  const result = dataSchema.safeParse(data);
  return result.success ? result.data.folder : null;
}
