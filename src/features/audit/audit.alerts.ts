// Patterns of reading that somebody should look at, one day at a time.

import {
  ALERT_FROM,
  type AlertRule,
  type AuditAlert,
  type AuditEntry,
  type AuditLine,
  isNight,
  OUTSIDE,
} from '../../domain/audit.ts';

type Person = NonNullable<AuditEntry['person']>;

/** What one person did under one rule. */
interface Tally {
  readonly person: Person;
  readonly things: Set<string>;
  firstAt: Date;
  lastAt: Date;
}

/** What a line counts for: under which rule, of which series, and which thing it adds to it. */
function* countsOf(line: AuditLine): Generator<{ rule: AlertRule; series: string; thing: string }> {
  const { disputeId, basis, people = [], kind } = line;
  if (disputeId !== undefined && basis !== undefined) {
    if (OUTSIDE.includes(basis)) yield { rule: 'outsideArea', series: '', thing: disputeId };
    if (basis !== 'assigned' && kind !== 'change') {
      for (const each of people) yield { rule: 'onePerson', series: each, thing: disputeId };
    }
  }
  if ((kind === 'export' || kind === 'print') && line.status < 400 && isNight(line.at)) {
    yield { rule: 'nightExport', series: '', thing: line.requestId };
  }
}

/** The alerts of a day's lines. */
export async function alertsOf(day: string, lines: AsyncIterable<AuditLine>): Promise<readonly AuditAlert[]> {
  const tallies = new Map<string, Tally & { readonly rule: AlertRule }>();
  for await (const line of lines) {
    const { person, at } = line;
    if (!person) continue;
    for (const { rule, series, thing } of countsOf(line)) {
      const key = `${rule}/${person.accountId}/${series}`;
      const tally = tallies.get(key) ?? { rule, person, things: new Set(), firstAt: at, lastAt: at };
      tally.things.add(thing);
      tally.lastAt = at;
      tallies.set(key, tally);
    }
  }
  const found = [...tallies.entries()].filter(([, { rule, things }]) => things.size >= ALERT_FROM[rule]);
  return found.map(([key, { rule, person, things, firstAt, lastAt }]) => ({
    id: `${day}/${key}`,
    rule,
    day,
    person,
    count: things.size,
    firstAt,
    lastAt,
  }));
}
