/** How numbers are written for people: the same rules as in the window. */

/** "63,412". */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Three to four significant digits: 6.228, 0.0731. */
export function formatLoss(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) {
    return String(value);
  }
  if (size >= 10_000) {
    return (value < 0 ? '-' : '') + formatCount(size);
  }
  return value.toPrecision(size >= 1 ? 4 : 3);
}

/** One decimal: "12.3". */
export function formatRate(value: number): string {
  return value.toFixed(1);
}

/** Decimal sizes: "820 kB", "218 MB", "16.9 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 999_500) {
    return `${String(Math.round(bytes / 1e3))} kB`;
  }
  return bytes < 999_500_000 ? `${String(Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** A duration in the units that it is shown in. */
export type DurationParts = { readonly clock: string } | { readonly hours: number; readonly minutes: number };

/** Under an hour a clock ("49:23"), then hours and minutes, which each language writes in its own way. */
export function durationParts(seconds: number): DurationParts {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 3600) {
    return { clock: `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}` };
  }
  const minutes = Math.round(whole / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
