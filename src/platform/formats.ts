// How days, moments, money and personal numbers are written for a reader. Everything is told in Asia/Shanghai.

import { type Clock } from './clock.ts';
import { type Language } from './i18n.ts';

const TIME_ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Moment = Date | string;

/** A calendar day is noon in Shanghai, so that no zone moves it. */
const instant = (value: Moment): Date =>
  new Date(typeof value === 'string' && value.length === 10 ? `${value}T12:00:00+08:00` : value);

/** Keeps the first and the last characters: 张** · 138****5678 · 1101**********1234. */
export function masked(value: string): string {
  const characters = Array.from(value);
  if (characters.length <= 4) return (characters[0] ?? '') + '*'.repeat(Math.max(characters.length - 1, 0));
  const head = characters.length > 11 ? 4 : 3;
  const hidden = Math.max(characters.length - head - 4, 1);
  return characters.slice(0, head).join('') + '*'.repeat(hidden) + characters.slice(head + hidden).join('');
}

export interface Formats {
  /** `2026-03-04` or an instant → 2026年3月4日 · 4 March 2026 */
  day(value: Moment): string;
  /** As `day`, without the year and with the day of the week. */
  weekday(value: Moment): string;
  /** An instant → day and time of day. */
  moment(value: Moment): string;
  /** Fen → ¥1,234.50 */
  yuan(fen: number): string;
  /** How long ago or ahead an instant is, in the largest fitting unit. */
  since(value: Moment): string;
  masked(value: string): string;
}

export function createFormats(language: Language, clock: Clock): Formats {
  const locale = language === 'en' ? 'en-GB' : language;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: TIME_ZONE });
  const weekdays = new Intl.DateTimeFormat(locale, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: TIME_ZONE,
  });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: TIME_ZONE });
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    day: (value) => days.format(instant(value)),
    weekday: (value) => weekdays.format(instant(value)),
    moment: (value) => moments.format(instant(value)),
    yuan: (fen) => money.format(fen / 100),
    since: (value) => {
      const ahead = instant(value).getTime() - clock.now().getTime();
      const size = Math.abs(ahead);
      if (size < MINUTE) return relative.format(0, 'second');
      if (size < HOUR) return relative.format(Math.round(ahead / MINUTE), 'minute');
      if (size < DAY) return relative.format(Math.round(ahead / HOUR), 'hour');
      return relative.format(Math.round(ahead / DAY), 'day');
    },
    masked,
  };
}
