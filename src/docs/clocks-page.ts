import { CLOCK_RULES, type ClockRule, type ExtensionRule } from '../domain/clock-catalogue.ts';
import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** The catalogue of clocks. */
export function clocksPage(words: Words): string {
  const { t, list } = words;
  return page(t('law:docs.clocksTitle'), t('law:docs.generated'), t('law:docs.clocksAbout'), [
    [
      t('law:docs.articles'),
      table(
        ['code', 'name', 'length', 'startsOn', 'extension', 'expiry', 'since', 'basis'].map((key) =>
          t(`law:docs.${key}`),
        ),
        CLOCK_RULES.map((rule) => [
          rule.id,
          t(`law:clock.${rule.id}`),
          lengthOf(rule, words),
          list(rule.startsOn.map((start) => t(`law:clockStart.${start}`))),
          rule.extension ? extensionOf(rule.extension, words) : t('law:docs.none'),
          t(`law:clockExpiry.${rule.onExpiry}`),
          rule.effectiveFrom,
          rule.basis,
        ]),
      ),
    ],
  ]);
}

function lengthOf(rule: ClockRule, { t, list, quantity }: Words): string {
  return list(
    Object.entries(rule.terms).map(([variant, { amount, unit }]) => {
      const none = t(unit === 'nd' ? 'law:docs.sameDay' : 'law:docs.asAgreed');
      const length = amount === 0 ? none : quantity(amount, t(`law:clockUnit.${unit}`));
      return variant === 'standard' ? length : `${t(`law:clockVariant.${variant}`)} ${length}`;
    }),
  );
}

function extensionOf({ max, times, unit, basis }: ExtensionRule, { t, list, quantity }: Words): string {
  if (max === null || times === null) return `${t('law:docs.noCap')} (${basis})`;
  const limit = (amount: number) => t('law:docs.upTo', { max: quantity(amount, t(`law:clockUnit.${unit}`)), times });
  if (typeof max === 'number') return `${limit(max)} (${basis})`;
  const each = Object.entries(max).map(([variant, amount]) => `${t(`law:clockVariant.${variant}`)} ${limit(amount)}`);
  return `${list(each)} (${basis})`;
}
