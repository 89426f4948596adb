/** The licences of what is shipped, collected when the application is built. */
import { z } from 'zod';

export const licencesSchema = z.array(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    /** SPDX expression. */
    licence: z.string(),
    /** Of its licence files; empty where a package has none. */
    text: z.string(),
  }),
);

export type Licences = Readonly<z.infer<typeof licencesSchema>>;
