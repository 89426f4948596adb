/** How things are looked at, from one start of the window to the next. Nothing of worth is lost with it. */
import type { z } from 'zod';

/** What was remembered under a name, or `fallback`. */
export function recall<T>(name: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(name) ?? ''));
  } catch {
    return fallback;
  }
}

export function remember(name: string, value: string | number): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The disk is full: it will look as before the next time.
    return;
  }
}
