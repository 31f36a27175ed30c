import { type CalendarDay } from '../../domain/calendar-day.ts';

interface Setting {
  readonly id: string;
  /** First day it holds; it ends when the next of its kind begins. */
  readonly validFrom: CalendarDay;
  /** The document it rests on. */
  readonly source: string;
  readonly setAt: Date;
  readonly setBy: { readonly accountId: string; readonly name: string };
}

/** 社区职责清单 as far as disputes go: the types a village may be given (北京市接诉即办工作条例17). */
export interface VillageMattersSetting extends Setting {
  readonly kind: 'villageMatters';
  readonly types: readonly string[];
}

/** Last year's average yearly wage of the city, by which small claims are measured (民事诉讼法165). */
export interface AverageWageSetting extends Setting {
  readonly kind: 'averageWage';
  readonly year: number;
  readonly amountFen: number;
}

export type SuitabilitySetting = VillageMattersSetting | AverageWageSetting;
export type NewSetting = Omit<VillageMattersSetting, 'id'> | Omit<AverageWageSetting, 'id'>;
