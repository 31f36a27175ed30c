import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type SuitabilitySetting } from './setting.record.ts';

/** Everything that was set, with what holds on the day: the first of each kind that has begun. */
export function settingViews(settings: readonly SuitabilitySetting[], today: CalendarDay) {
  const holding = new Set<string>();
  return settings.map((setting) => {
    const begun = setting.validFrom <= today;
    const holds = begun && !holding.has(setting.kind);
    if (holds) holding.add(setting.kind);
    return {
      kind: setting.kind,
      validFrom: setting.validFrom,
      types: setting.kind === 'villageMatters' ? setting.types : [],
      year: setting.kind === 'averageWage' ? setting.year : null,
      amountFen: setting.kind === 'averageWage' ? setting.amountFen : null,
      source: setting.source,
      setBy: setting.setBy.name,
      setAt: setting.setAt,
      state: holds ? ('current' as const) : begun ? ('ended' as const) : ('coming' as const),
    };
  });
}
