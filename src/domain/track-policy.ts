// Which track a suit lodged at the court goes, and what its mediation is called, as each court sets it from a day on.
// Until 2024-12-31 courts referred before filing (诉前委派, T2); since 2025-01-01 a suit is registered first and may then be
// entrusted to a mediator (立案后委托, T3; 2024-12-27意见). A court that still refers before filing says so here.

import { type CalendarDay } from './calendar-day.ts';

export const TRACKS = ['T1', 'T2', 'T3'] as const;
export type Track = (typeof TRACKS)[number];

/** What a track is called on pages, in both languages. */
export type TrackWords = Readonly<Record<Track, { readonly zh: string; readonly en: string }>>;

export interface TrackPolicy {
  readonly from: CalendarDay;
  /** The track of suits lodged at the court. */
  readonly lodged: Exclude<Track, 'T1'>;
  readonly words: TrackWords;
  /** The verb of the court's letters to mediators, before filing and after it; as the law has it where none is set. */
  readonly referral?: ReferralWords;
}

export type ReferralWords = Readonly<Record<Exclude<Track, 'T1'>, string>>;

/** 委派 before filing, 委托 after it (特邀调解规定1). */
export const DEFAULT_REFERRAL_WORDS: ReferralWords = { T2: '委派', T3: '委托' };

/** The verb for a dispute of a track under a policy; without a suit it is sent on as before filing. */
export const referralWord = ({ referral }: Pick<TrackPolicy, 'referral'>, track: Track): string =>
  (referral ?? DEFAULT_REFERRAL_WORDS)[track === 'T1' ? 'T2' : track];

export const DEFAULT_TRACK_WORDS: TrackWords = {
  T1: { zh: '社会调解', en: 'Community mediation' },
  T2: { zh: '诉前调解', en: 'Pre-filing mediation' },
  T3: { zh: '先行调解', en: 'Mediation after filing' },
};

const day = (text: string): CalendarDay => text as CalendarDay;

/** What holds where a court has set nothing. */
export const DEFAULT_TRACK_POLICIES: readonly TrackPolicy[] = [
  { from: day('1991-04-09'), lodged: 'T2', words: DEFAULT_TRACK_WORDS },
  { from: day('2025-01-01'), lodged: 'T3', words: DEFAULT_TRACK_WORDS },
];

/** The policy in force on a day: the latest that has begun; of two from one day the one set later, which stands last. */
export function trackPolicyOn(policies: readonly TrackPolicy[], on: CalendarDay): TrackPolicy {
  const begun = policies.filter(({ from }) => from <= on);
  const latest = begun.reduce<TrackPolicy | undefined>(
    (a, b) => (a === undefined || b.from >= a.from ? b : a),
    undefined,
  );
  if (latest === undefined) throw new Error(`no track policy on ${on}`);
  return latest;
}
