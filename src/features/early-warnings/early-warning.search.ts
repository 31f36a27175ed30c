// Looks for warnings: every day for people, addresses and respondents that come again, every week for rises and for
// festivals that come near. What was found already grows; what no longer holds ends by itself. Doing it twice changes
// nothing, and two workers at once raise one warning.

import { addDays, type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type EarlyWarningKind, type Found, REPEATS, repeatsIn, type SeenDispute } from '../../domain/early-warning.ts';
import {
  type DailyCount,
  festivalsOf,
  lastWeekEnd,
  LodgedCounts,
  peaksIn,
  referencesFor,
  type Rise,
  type RiseReport,
  risesIn,
  riseStretches,
  seasonsAhead,
  seasonStretches,
  type Stretch,
} from '../../domain/lodged-count.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type Clock } from '../../platform/clock.ts';
import { type UnitDirectory, type UnitsService } from '../units/index.ts';
import { type EarlyWarningFacts, type EarlyWarningRecord } from './early-warning.record.ts';
import { type EarlyWarningRepository, type SearchedDispute } from './early-warning.repository.ts';
import { subjectOf } from './early-warning.subject.ts';

export interface SearchDeps {
  readonly repository: EarlyWarningRepository;
  readonly units: Pick<UnitsService, 'directory'>;
  /** Days of rest with the names of their festivals. */
  readonly holidays: () => Promise<Readonly<Record<string, string>>>;
  readonly clock: Clock;
  readonly courtCode: string;
}

const REPEATED: readonly EarlyWarningKind[] = ['repeatParty', 'repeatAddress', 'cluster'];
/** Disputes a warning names; of more the newest. */
const MOST_NAMED = 500;

export class EarlyWarningSearch {
  readonly #deps: SearchDeps;

  constructor(deps: SearchDeps) {
    this.#deps = deps;
  }

  /** Everything that is due to be looked for and was not yet. @returns how many warnings were raised */
  async run(): Promise<number> {
    const { repository, clock } = this.#deps;
    const today = dayOfInstant(clock.now());
    const first = await repository.firstDay();
    if (first === undefined) return 0;
    return (await this.#repeats(today)) + (await this.#rises(today, first)) + (await this.#seasons(today, first));
  }

  async #repeats(today: CalendarDay): Promise<number> {
    const { repository, clock } = this.#deps;
    const id = `repeats|${today}`;
    if (await repository.hasRun(id)) return 0;
    const directory = await this.#deps.units.directory();
    const longest = Math.max(...Object.values(REPEATS).map(({ days }) => days));
    const seen: SeenDispute[] = [];
    for await (const dispute of repository.lodgedSince(addDays(today, 1 - longest)))
      seen.push(seenOf(dispute, directory));
    const found = repeatsIn(seen, today, (code) => directory.get(code)?.tier);
    const raised = await this.#settle(REPEATED, found, directory, factsOf);
    await repository.noteRun({ id, at: clock.now(), raised, tested: seen.length, windows: 1, references: null });
    return raised;
  }

  async #rises(today: CalendarDay, first: CalendarDay): Promise<number> {
    const { repository } = this.#deps;
    const last = lastWeekEnd(today);
    const id = `rise|${last}`;
    if (await repository.hasRun(id)) return 0;
    const directory = await this.#deps.units.directory();
    const references = referencesFor(last, first);
    const counts = await this.#counts(riseStretches(last, references));
    const report = risesIn(last, references, counts, townshipsOf(directory), DISPUTE_TYPE_CODES);
    const found = await Promise.all(
      report.rises.map((rise) => this.#riseFound('rise', seriesName(rise), rise, report.window)),
    );
    const raised = await this.#settle(['rise'], found, directory, (one) => riseFacts(report, one));
    await this.#note(id, report, raised);
    return raised;
  }

  async #seasons(today: CalendarDay, first: CalendarDay): Promise<number> {
    const { repository } = this.#deps;
    const directory = await this.#deps.units.directory();
    const seasons = seasonsAhead(festivalsOf(await this.#deps.holidays()), today, first);
    let raised = 0;
    for (const season of seasons) {
      const { name, on } = season.festival;
      const id = `season|${on}|${name}`;
      if (await repository.hasRun(id)) continue;
      const counts = await this.#counts(seasonStretches(season));
      const report = peaksIn(season, counts, townshipsOf(directory), DISPUTE_TYPE_CODES);
      const [latest = report.window] = seasonStretches(season).slice(season.earlier.length - 1);
      const found = await Promise.all(
        report.rises.map((rise) => this.#riseFound('seasonalPeak', `${on}|${seriesName(rise)}`, rise, latest)),
      );
      raised += await this.#settle([], found, directory, (one) => ({
        ...riseFacts(report, one),
        festival: name,
        festivalOn: on,
      }));
      await this.#note(id, report, raised);
    }
    await this.#endPast(today);
    return raised;
  }

  /** A festival that has begun ends the warnings of its peak. */
  async #endPast(today: CalendarDay): Promise<void> {
    for (const warning of await this.#deps.repository.open(['seasonalPeak'])) {
      if ((warning.facts.festivalOn ?? today) <= today) await this.#subside(warning);
    }
  }

  async #counts(stretches: readonly Stretch[]): Promise<LodgedCounts> {
    const counts = new LodgedCounts(stretches);
    const days = stretches.flatMap(({ from, to }) => [from, to]).toSorted();
    const [from, to] = [days[0], days.at(-1)];
    if (from === undefined || to === undefined) return counts;
    for await (const each of this.#deps.repository.countable(from, to)) counts.add(each satisfies DailyCount);
    return counts;
  }

  async #riseFound(
    kind: 'rise' | 'seasonalPeak',
    subject: string,
    rise: Rise,
    { from, to }: Stretch,
  ): Promise<Found & { readonly rise: Rise }> {
    const { repository, courtCode } = this.#deps;
    const disputes = await repository.disputesOf(rise, from, to, MOST_NAMED);
    return { kind, subject, disputes, newest: to, unit: rise.township ?? courtCode, rise };
  }

  /** Raises what is new, lets grow what is known, and ends what of these kinds was not found again. */
  async #settle<One extends Found>(
    kinds: readonly EarlyWarningKind[],
    found: readonly One[],
    directory: UnitDirectory,
    tell: (one: One) => EarlyWarningFacts,
  ): Promise<number> {
    const { repository, clock } = this.#deps;
    const now = clock.now();
    const known = await repository.open([...new Set([...kinds, ...found.map(({ kind }) => kind)])]);
    const open = new Map(known.map((warning) => [`${warning.kind}|${warning.subject}`, warning]));
    let raised = 0;
    for (const one of found) {
      const key = `${one.kind}|${one.subject}`;
      const warning = open.get(key);
      open.delete(key);
      const facts = tell(one);
      if (warning) {
        const isMore = facts.count > warning.facts.count;
        if (!isMore && facts.newest === warning.facts.newest) continue;
        const step = { at: now, what: 'grown' as const, count: facts.count };
        await repository.change(warning, { facts }, isMore ? step : undefined);
        continue;
      }
      // What somebody has put to rest comes again only when something new has happened.
      const last = await repository.lastEnded(one.kind, one.subject);
      if (last?.endedAt && begins(one, facts) <= dayOfInstant(last.endedAt)) continue;
      const unit = directory.get(one.unit);
      if (!unit) continue;
      const fresh: EarlyWarningRecord = {
        id: repository.newId(),
        kind: one.kind,
        subject: one.subject,
        owner: { code: unit.code, tier: unit.tier, path: unit.path },
        state: 'raised',
        open: true,
        version: 1,
        raisedAt: now,
        facts,
        steps: [{ at: now, what: 'raised', count: facts.count }],
      };
      if (await repository.raise(fresh)) raised += 1;
    }
    for (const warning of open.values()) if (kinds.includes(warning.kind)) await this.#subside(warning);
    return raised;
  }

  async #subside(warning: EarlyWarningRecord): Promise<void> {
    const now = this.#deps.clock.now();
    const set = { state: 'ended', open: false, endedAt: now, end: 'subsided' } as const;
    await this.#deps.repository.change(warning, set, { at: now, what: 'ended', end: 'subsided' });
  }

  async #note(id: string, { tested, windows, references }: RiseReport, raised: number): Promise<void> {
    const { repository, clock } = this.#deps;
    await repository.noteRun({ id, at: clock.now(), raised, tested, windows, references });
  }
}

const townshipsOf = (directory: UnitDirectory): readonly string[] =>
  directory.find({ tier: 'township' }).map(({ code }) => code);

const seriesName = ({ township = '*', type = '*' }: Rise): string => `${township}|${type}`;

/** The day from which a finding is new: of repeats the newest dispute, of a window its beginning. */
const begins = ({ newest }: Found, { from }: EarlyWarningFacts): CalendarDay => from ?? newest;

const factsOf = ({ disputes, newest, applicants }: Found): EarlyWarningFacts => ({
  disputes: disputes.slice(0, MOST_NAMED),
  count: disputes.length,
  newest,
  ...(applicants === undefined ? {} : { applicants }),
});

const riseFacts = (
  { window, references, windows, tested }: RiseReport,
  { disputes, newest, rise }: Found & { readonly rise: Rise },
): EarlyWarningFacts => ({
  disputes,
  count: rise.count,
  newest,
  ...window,
  ...(rise.type ? { type: rise.type } : {}),
  ...(rise.township ? { township: rise.township } : {}),
  expected: rise.expected,
  p: rise.p,
  ...(references ? { references } : {}),
  windows,
  tested,
});

const seenOf = ({ id, lodgedAt, place, parties }: SearchedDispute, directory: UnitDirectory): SeenDispute => ({
  id,
  lodgedOn: dayOfInstant(lodgedAt),
  path: directory.get(place.unitCode)?.path ?? directory.get(place.townshipCode)?.path ?? [],
  parties: parties.map((party) => ({
    side: party.side,
    natural: party.kind === 'natural',
    key: subjectOf(party),
    address: party.addressIndex,
  })),
});
