// Counts every figure again, straight from raw events and from nothing that the product counts with: what one would do
// with the events on paper.

import { type DisputeEvent } from '../../src/domain/event.ts';

export interface Asked {
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly tiers?: readonly string[];
  readonly type?: string;
  readonly basis?: 'intake' | 'closing';
  /** What stands today, lodged since this day only. */
  readonly since?: string;
  /** Only what this person mediated for the unit itself. */
  readonly mediator?: string;
}
export interface Recounted {
  readonly numerator: number;
  readonly denominator: number | null;
  readonly value: number | null;
}

interface Mark {
  readonly unit: string;
  readonly tier: string;
  readonly type: string;
  readonly day: string;
  readonly story: Story;
  readonly whose?: string | undefined;
  readonly days?: number;
  readonly fen?: number;
  readonly is: Readonly<Record<string, boolean>>;
}

type Counted = DisputeEvent['counted'];

const HOURS_8 = 8 * 3_600_000;
const dayOf = (at: Date): string => new Date(at.getTime() + HOURS_8).toISOString().slice(0, 10);
const gap = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
/** The same day so many months later, or the last of that month. */
function monthsOn(day: string, months: number): string {
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

interface Story {
  readonly end: Counted;
  readonly born: string;
  readonly won: boolean;
  readonly group: string;
  readonly filed: boolean;
  readonly open: boolean;
  readonly at: { readonly unit: string; readonly tier: string };
  readonly returns: number;
  readonly pushes: number;
  readonly breach?: string | undefined;
  readonly visit?: string | undefined;
}

const GROUPS: Readonly<Record<string, string>> = { O1: 'won', O2: 'self', O3: 'lost', O4: 'admin', O5: 'admin' };
const SUITS = ['I07', 'I08', 'I09'];
const SHUT = ['S04', 'S22', 'S23', 'S25'];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  intake: ['S01', 'S02', 'S03'],
  handOver: ['S05', 'S06'],
  contact: ['S07', 'S08', 'S09'],
  mediating: ['S10', 'S11', 'S12'],
  filing: ['S17', 'S18'],
};

export class Recount {
  readonly #marks: Readonly<Record<string, Mark[]>> = {
    L: [],
    A: [],
    E: [],
    F: [],
    S: [],
    G: [],
    R: [],
    D: [],
    P: [],
  };
  readonly #pathOf: (unit: string) => readonly string[];
  readonly #today: string;

  constructor(events: readonly DisputeEvent[], pathOf: (unit: string) => readonly string[], today: string) {
    this.#pathOf = pathOf;
    this.#today = today;
    const byDispute = new Map<string, DisputeEvent[]>();
    for (const event of events) byDispute.set(event.disputeId, [...(byDispute.get(event.disputeId) ?? []), event]);
    for (const all of byDispute.values()) this.#tell(all.toSorted((a, b) => a.seq - b.seq));
  }

  #tell(events: readonly DisputeEvent[]): void {
    const end = events.at(-1)!.counted;
    const code = end.outcome?.code ?? '';
    const group = GROUPS[code.slice(0, 2)] ?? '';
    const won = group === 'won';
    const filed = Boolean(end.filedOn);
    const sendings = new Map<
      string,
      {
        kind: string;
        unit: string;
        tier: string;
        from: string;
        day: string;
        due: Date;
        answer: string;
        answered?: string;
        inTime: boolean;
      }
    >();
    const received: { unit: string; tier: string; day: string }[] = [];
    let pending: string | undefined;
    let agreed: string | undefined;
    let breach: string | undefined;
    let visit: string | undefined;
    for (const { act, counted, recordedAt } of events) {
      const id = counted.handOver?.id;
      if (pending !== undefined && id !== pending) {
        const sending = sendings.get(pending)!;
        sending.answer = act;
        sending.answered = dayOf(recordedAt);
        sending.inTime = ['acceptHandOver', 'declineHandOver'].includes(act) && recordedAt <= sending.due;
        if (act === 'acceptHandOver' && sending.kind === 'push-down') {
          received.push({ unit: counted.owner.unit, tier: counted.owner.tier, day: dayOf(recordedAt) });
        }
      }
      if (counted.handOver && !sendings.has(counted.handOver.id)) {
        const { kind, to, sentOn, dueAt } = counted.handOver;
        sendings.set(counted.handOver.id, {
          kind,
          ...to,
          from: counted.owner.tier,
          day: sentOn,
          due: dueAt,
          answer: '',
          inTime: false,
        });
      }
      pending = id;
      if (counted.agreement?.reachedOn !== agreed) [breach, visit] = [undefined, undefined];
      agreed = counted.agreement?.reachedOn;
      if (agreed && act === 'recordBreach') breach ??= dayOf(recordedAt);
      if (agreed && act === 'recordRevisit') visit ??= dayOf(recordedAt);
    }
    const shown = [...sendings.values()].filter(
      ({ kind, answer }) =>
        kind !== 'assist' && ['', 'acceptHandOver', 'declineHandOver', 'timeOutHandOver'].includes(answer),
    );
    const isBack = (answer: string) => answer === 'declineHandOver' || answer === 'timeOutHandOver';
    const returns = [...sendings.values()].filter(({ answer }) => isBack(answer)).length;
    const story: Story = {
      end,
      born: events[0]!.counted.owner.tier,
      won,
      group,
      filed,
      open: !SHUT.includes(end.state) && !won && !filed,
      at: end.outcome ? { unit: end.outcome.unit, tier: end.outcome.tier } : end.owner,
      returns,
      pushes: received.length,
      breach,
      visit,
    };
    const put = (list: string, day: string | undefined, more: Partial<Mark> = {}): void => {
      if (day !== undefined) {
        const whose = list === 'S' || list === 'P' ? undefined : end.mediator;
        this.#marks[list]!.push({ ...story.at, type: end.type, day, story, whose, is: {}, ...more });
      }
    };
    put('L', end.lodgedOn);
    put('A', end.acceptedOn, end.acceptedOn ? { days: gap(end.lodgedOn, end.acceptedOn) } : {});
    put('E', end.outcome?.on, end.mediationDays === undefined ? {} : { days: end.mediationDays });
    put('F', end.filedOn, end.filedOn && end.failedOn ? { days: gap(end.failedOn, end.filedOn) } : {});
    const deal = end.agreement;
    const is = {
      confirmed: deal?.confirmed === true,
      kept: deal?.settled === true && breach === undefined,
      visited: visit !== undefined,
      broken: deal?.confirmed === true && breach !== undefined,
    };
    if (deal) {
      put('G', deal.reachedOn, { fen: deal.dueFen, is });
      put('R', deal.ruledOn, {
        is,
        ...(deal.appliedOn && deal.ruledOn ? { days: gap(deal.appliedOn, deal.ruledOn) } : {}),
      });
      put('D', deal.lastDueOn, { fen: deal.paidFen, is });
    }
    for (const { day, ...at } of received) put('P', day, at);
    for (const { unit, tier, day, from, answer, answered, inTime } of shown) {
      const flags = { back: isBack(answer), inTime, [`from-${from}`]: true };
      put('S', day, { unit, tier, is: flags, ...(answered ? { days: gap(day, answered) } : {}) });
    }
  }

  #of(
    list: string,
    { unit, from, to, tiers, type, mediator }: Asked,
    test: (mark: Mark) => boolean = () => true,
  ): readonly Mark[] {
    return this.#marks[list]!.filter(
      (mark) =>
        mark.day >= from &&
        mark.day <= to &&
        (mediator
          ? mark.unit === unit && mark.whose === mediator
          : this.#pathOf(mark.unit).includes(unit) || mark.unit === unit) &&
        (!tiers || tiers.includes(mark.tier)) &&
        (!type || mark.type === type) &&
        test(mark),
    );
  }

  figure(id: string, asked: Asked): Recounted {
    const until = asked.to < this.#today ? asked.to : this.#today;
    const q = { ...asked, to: until };
    const count = (marks: readonly Mark[]): Recounted => ({
      numerator: marks.length,
      denominator: null,
      value: marks.length,
    });
    const share = (list: string, test: (mark: Mark) => boolean, of?: (mark: Mark) => boolean, where = q): Recounted => {
      const [a, b] = [this.#of(list, where, test).length, this.#of(list, where, of).length];
      return { numerator: a, denominator: b, value: b === 0 ? null : a / b };
    };
    const length = (list: string, how: (sorted: readonly number[]) => number): Recounted => {
      const days = this.#of(list, q, ({ days: long }) => long !== undefined).map((mark) => mark.days ?? 0);
      const sorted = days.toSorted((a, b) => a - b);
      return { numerator: days.length, denominator: days.length, value: days.length === 0 ? null : how(sorted) };
    };
    const nth = (part: number) => (sorted: readonly number[]) => sorted[Math.ceil(sorted.length * part) - 1]!;
    const money = (list: string): Recounted => {
      const marks = this.#of(list, q);
      return { numerator: marks.length, denominator: null, value: marks.reduce((sum, { fen = 0 }) => sum + fen, 0) };
    };
    const settledOf = ({ story }: Mark) => story.won && !story.filed;
    const otherwise = ({ story }: Mark) => !story.won && !story.filed && !story.open;
    const done = ({ story }: Mark) => ['won', 'self', 'lost'].includes(story.group);
    const local = ({ story }: Mark) => ['township', 'village'].includes(story.at.tier);
    const won = ({ story }: Mark) => story.won;
    const isFiled = ({ story }: Mark) => story.filed;
    const isOpen = ({ story }: Mark) => story.open;
    const within =
      (limit: number) =>
      ({ story: { end } }: Mark) =>
        gap(end.acceptedOn ?? end.lodgedOn, end.outcome?.on ?? '') <= limit;
    const holds =
      (months: number) =>
      ({ story }: Mark) => {
        const last = monthsOn(story.end.outcome?.on ?? '', months);
        return story.won && [story.end.filedOn, story.breach].every((day) => !day || day > last);
      };
    const ripe = (months: number): Asked => {
      const limit = monthsOn(this.#today, -months);
      return { ...q, to: limit < q.to ? limit : q.to };
    };
    const stock = { ...q, from: asked.since ?? '1900-01-01' };
    const intake = asked.basis === 'intake';
    const fates: Readonly<Record<string, (mark: Mark) => boolean>> = {
      Resolved: settledOf,
      ToCourt: isFiled,
      Otherwise: otherwise,
      Waiting: isOpen,
    };
    const flow = /^(court|tribunal|township|village)([A-Z]\w+)$/.exec(id);
    if (flow) return count(this.#of('L', q, (mark) => mark.story.born === flow[1] && fates[flow[2]!]!(mark)));
    if (id.startsWith('from-')) return count(this.#of('S', q, ({ is }) => is[id] === true));
    if (id.startsWith('at-')) {
      const stage = id.slice(3);
      const known = Object.values(PLACES).flat();
      const stands = (state: string) => (stage === 'closing' ? !known.includes(state) : PLACES[stage]!.includes(state));
      return count(this.#of('L', stock, ({ story }) => story.open && stands(story.end.state)));
    }
    const all = () => true;
    const TABLE: Readonly<Record<string, () => Recounted>> = {
      entered: () => count(this.#of('L', q)),
      resolved: () => count(this.#of('L', q, settledOf)),
      toCourt: () => count(this.#of('L', q, isFiled)),
      otherwise: () => count(this.#of('L', q, otherwise)),
      waiting: () => count(this.#of('L', q, isOpen)),
      accepted: () => count(this.#of('A', q)),
      open: () => count(this.#of('A', q, isOpen)),
      pushedDown: () => count(this.#of('P', q)),
      pushed: () => count(this.#of('S', q)),
      returned: () => count(this.#of('S', q, ({ is }) => is['back'] === true)),
      success: () => count(this.#of(intake ? 'A' : 'E', q, won)),
      failed: () => count(this.#of(intake ? 'A' : 'E', q, ({ story }) => story.group === 'lost')),
      filed: () => count(intake ? this.#of('A', q, isFiled) : this.#of('F', q)),
      K01: () => {
        const suit = ({ story }: Mark) => SUITS.includes(story.end.source);
        return share('L', (mark) => suit(mark) && mark.story.end.acceptedOn !== undefined, suit);
      },
      K02a: () => share('E', won, done),
      K02b: () => share('A', won),
      K05: () => {
        const soon = ({ filedOn, outcome }: Counted) => filedOn !== undefined && gap(outcome?.on ?? '', filedOn) <= 180;
        return share('A', (mark) => won(mark) && local(mark) && !soon(mark.story.end), local);
      },
      K06: () => {
        const { tiers: _tiers, ...every } = q;
        const [a, b] = [this.#of('E', q, won).length, this.#of('E', every, won).length];
        return { numerator: a, denominator: b, value: b === 0 ? null : a / b };
      },
      K09: () => share('G', ({ is }) => is['confirmed'] === true),
      K09b: () => share('R', ({ is }) => is['confirmed'] === true),
      K10: () => share('D', ({ is }) => is['kept'] === true),
      K11b: () =>
        share(
          'R',
          ({ is }) => is['broken'] === true,
          ({ is }) => is['confirmed'] === true,
        ),
      K12: () => length('E', (days) => days.reduce((a, b) => a + b, 0) / days.length),
      K12m: () => length('E', nth(0.5)),
      K12p: () => length('E', nth(0.9)),
      K13: () => share('A', ({ story }) => story.end.overdue),
      K14: () => share('S', ({ is }) => is['inTime'] === true),
      K15: () => share('S', ({ is }) => is['back'] === true),
      K15b: () => share('L', ({ story }) => story.returns > 1),
      K16a: () => share('A', ({ story }) => story.end.contactedInTime === true),
      K16b: () => share('E', ({ story }) => story.end.outcome?.code === 'O32', done),
      K17: () => length('F', nth(0.5)),
      K17b: () =>
        share(
          'F',
          ({ days }) => days !== undefined && days <= 7,
          ({ days }) => days !== undefined,
        ),
      K18: () => share('A', ({ story }) => story.end.extensions > 0),
      K20: () => share('D', ({ is }) => is['visited'] === true),
      K21: () => money('G'),
      K21b: () => money('D'),
      K27: () => {
        const [a, b] = [this.#of('E', q).length, this.#of('L', q).length];
        return { numerator: a, denominator: b, value: b === 0 ? null : a / b };
      },
      K28a: () => share('E', within(30)),
      K28b: () => share('E', within(60)),
      K28c: () => share('E', within(90)),
      K29: () => count(this.#of('L', stock, (mark) => isOpen(mark) && mark.story.end.state !== 'S11')),
      ownShare: () => share('A', ({ story }) => story.pushes === 0, all),
      lasting6: () => share('E', holds(6), won, ripe(6)),
      lasting12: () => share('E', holds(12), won, ripe(12)),
      untilAccepted: () => length('A', nth(0.5)),
      untilAnswered: () => length('S', nth(0.5)),
      untilRuled: () => length('R', nth(0.5)),
    };
    const counted = TABLE[id];
    if (!counted) throw new Error(`nobody has counted ${id} again`);
    return counted();
  }
}
