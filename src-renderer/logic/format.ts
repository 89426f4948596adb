/** Figures as people read them. Every width is steady under tabular digits. */
import type { Language } from '../../src-main/contract/messages/render';

// Making a formatter takes a hundred times as long as using it.
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const limits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** 63412 → "63,412". */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** The end of a range: 100000 → "100,000", 0.999 as it is. */
export function formatLimit(value: number): string {
  return limits.format(value);
}

/** Three to four significant digits: 6.228, 0.0731, 54.37; very large and very small values with an exponent. */
export function formatLoss(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0) {
    return String(value);
  }
  if (size >= 1000) {
    return size >= 100_000 ? value.toExponential(2) : formatCount(value);
  }
  if (size < 0.001) {
    return value.toExponential(2);
  }
  const fractionDigits = size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4;
  return value.toFixed(fractionDigits);
}

/** One decimal: "21.4". */
export function formatRate(value: number): string {
  return value.toFixed(1);
}

/** "49:23" under an hour, then "1 h 11 min" or "1시간 11분". */
export function formatDuration(seconds: number, language: Language): string {
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
  }
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return language === 'ko'
    ? `${formatCount(hours)}시간 ${String(minutes % 60)}분`
    : `${formatCount(hours)} h ${String(minutes % 60)} min`;
}

/** Decimal units: 25_280_000_000 → "25.3 GB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const exponent = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** exponent;
  return `${value < 100 && exponent > 1 ? value.toFixed(1) : value.toFixed(0)} ${units[exponent] ?? ''}`;
}

/** The time of day today ("14:05"), else the day: "12 Nov" or "11월 12일", with the year when it is another. */
export function formatDay(at: number, now: number, language: Language): string {
  const [date, today] = [new Date(at), new Date(now)];
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  if (date.toDateString() === today.toDateString()) {
    return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  }
  const year = date.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...year });
}

/** A length of time as one would guess it: whole minutes, hours with a half, days. */
export function roughDuration(seconds: number): {
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly count: string;
} {
  const [minutes, hours, days] = [seconds / 60, seconds / 3600, seconds / 86_400];
  if (minutes < 90) {
    return { unit: 'minutes', count: formatCount(Math.max(1, Math.round(minutes))) };
  }
  if (hours < 48) {
    return { unit: 'hours', count: hours < 10 ? String(Math.round(hours * 2) / 2) : formatCount(hours) };
  }
  return { unit: 'days', count: days < 10 ? String(Math.round(days * 2) / 2) : formatCount(days) };
}

/** When something will be over: the time of day, with the day of the week or the date if it is not today's. */
export function formatEnd(at: number, now: number, language: Language): string {
  const [date, today] = [new Date(at), new Date(now)];
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  if (date.toDateString() === today.toDateString()) {
    return time;
  }
  return at - now < 6 * 86_400_000
    ? `${date.toLocaleDateString(locale, { weekday: 'short' })} ${time}`
    : formatDay(at, now, language);
}

/** The last part of a path, on any system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
