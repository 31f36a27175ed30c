import { TIERS, type Tier } from '../../domain/tier.ts';
import { type UnitDirectory } from './unit.directory.ts';
import { type JurisdictionRule, type Names, type UnitRecord } from './unit.record.ts';

type Language = 'zh-CN' | 'en';

/** A name in the reader's language. */
export const nameIn = (language: Language, names: Names): string => (language === 'en' ? names.en : names.zh);

export interface UnitLink {
  readonly code: string;
  readonly tier: Tier;
  readonly name: string;
  readonly href: string;
}

export interface UnitRow extends UnitLink {
  readonly fullName: string;
  readonly kind: string;
  /** The units above, for telling villages of one name apart. */
  readonly within: readonly UnitLink[];
  readonly children: number;
}

/** What a program is told of a unit. */
export function unitView({ formerNames: _former, ...unit }: UnitRecord) {
  return unit;
}

/** What a program is told of one unit and its surroundings. */
export function unitDetailView(unit: UnitRecord, directory: UnitDirectory, history: readonly JurisdictionRule[]) {
  const jurisdiction = history
    .filter((rule) => !rule.supersededAt)
    .map(({ tribunal, validFrom, validTo, example, reason }) => ({
      tribunal,
      validFrom,
      ...(validTo ? { validTo } : {}),
      example,
      ...(reason ? { reason } : {}),
    }));
  return {
    ...unitView(unit),
    children: directory.children(unit.code).length,
    ...(unit.tier === 'township' ? { jurisdiction } : {}),
  };
}

const link = (unit: UnitRecord, language: Language): UnitLink => ({
  code: unit.code,
  tier: unit.tier,
  name: nameIn(language, unit.name),
  href: `/units/${unit.code}`,
});

export function unitRow(unit: UnitRecord, directory: UnitDirectory, language: Language): UnitRow {
  return {
    ...link(unit, language),
    fullName: nameIn(language, unit.fullName),
    kind: unit.kind,
    within: directory
      .ancestors(unit.code)
      .slice(1)
      .map((above) => link(above, language)),
    children: directory.children(unit.code).length,
  };
}

export interface ListPageInput {
  readonly directory: UnitDirectory;
  readonly found: readonly UnitRecord[];
  readonly total: number;
  readonly next: string | undefined;
  readonly query: { readonly tier?: Tier; readonly parent?: string; readonly q?: string };
  readonly language: Language;
}

/** The tree page: without a filter the court's tribunals and their townships, with one the units found. */
export function unitListPage({ directory, found, total, next, query, language }: ListPageInput) {
  const counts = directory.counts();
  const searching = query.tier !== undefined || query.parent !== undefined || query.q !== undefined;
  const court = directory.find({ tier: 'court' })[0];
  const address = (change: Record<string, string | undefined>): string => {
    const entries = Object.entries({ ...query, ...change }).filter((entry): entry is [string, string] => !!entry[1]);
    return entries.length > 0 ? `/units?${new URLSearchParams(entries).toString()}` : '/units';
  };
  return {
    searching,
    query: { tier: query.tier ?? '', parent: query.parent ?? '', q: query.q ?? '' },
    parent: query.parent ? linkOf(directory, query.parent, language) : null,
    tiers: TIERS.map((tier) => ({
      tier,
      count: counts[tier],
      href: address({ tier: query.tier === tier ? undefined : tier }),
      current: query.tier === tier,
    })),
    total,
    rows: searching ? found.map((unit) => unitRow(unit, directory, language)) : [],
    next: next ? address({ cursor: next }) : '',
    court: court ? unitRow(court, directory, language) : null,
    anyExample: directory.rules.some((rule) => rule.example && !rule.supersededAt && rule.validTo === undefined),
    branches:
      court && !searching
        ? directory.children(court.code).map((tribunal) => branch(tribunal, directory, language))
        : [],
  };
}

const linkOf = (directory: UnitDirectory, code: string, language: Language): UnitLink | null => {
  const unit = directory.get(code);
  return unit ? link(unit, language) : null;
};

function branch(tribunal: UnitRecord, directory: UnitDirectory, language: Language) {
  return {
    ...unitRow(tribunal, directory, language),
    villages: directory.counts(tribunal.code).village,
    townships: directory.children(tribunal.code).map((township) => ({
      ...unitRow(township, directory, language),
      example: directory.ruleFor(township.code, directory.day)?.example ?? false,
    })),
  };
}

export interface UnitPageInput {
  readonly directory: UnitDirectory;
  readonly unit: UnitRecord;
  readonly history: readonly JurisdictionRule[];
  readonly mayChangeMap: boolean;
  readonly language: Language;
}

/** The page of one unit: where it stands, what stands below it, and which tribunal it belonged to when. */
export function unitPage({ directory, unit, history, mayChangeMap, language }: UnitPageInput) {
  const rule = unit.tier === 'township' ? directory.ruleFor(unit.code, directory.day) : undefined;
  const township = directory.ancestors(unit.code).find((above) => above.tier === 'township');
  return {
    unit: unitRow(unit, directory, language),
    docketWord: unit.docketWord ?? '',
    validFrom: unit.validFrom,
    validTo: unit.validTo ?? '',
    formerNames: unit.formerNames.map(({ name, until }) => ({ name: nameIn(language, name), until })),
    predecessors: unit.predecessors.flatMap((code) => linkOf(directory, code, language) ?? []),
    trail: directory.ancestors(unit.code).map((above) => link(above, language)),
    counts: TIERS.map((tier) => ({ tier, count: directory.counts(unit.code)[tier] })).filter(({ count }) => count > 0),
    children: directory.children(unit.code).map((child) => unitRow(child, directory, language)),
    example: (rule ?? (township && directory.ruleFor(township.code, directory.day)))?.example ?? false,
    history: history.map((row) => ({
      tribunal: linkOf(directory, row.tribunal, language),
      validFrom: row.validFrom,
      validTo: row.validTo ?? '',
      example: row.example,
      reason: row.example ? '' : (row.reason ?? ''),
      setBy: row.setBy.name,
      setAt: row.setAt,
      state: stateOf(row, rule, directory.day),
    })),
    changeHref: mayChangeMap && unit.tier === 'township' ? `/units/${unit.code}/tribunal` : '',
  };
}

/** The form that gives a township to another tribunal. */
export function tribunalForm(unit: UnitRecord, directory: UnitDirectory, language: Language) {
  return {
    unit: unitRow(unit, directory, language),
    villages: directory.children(unit.code).length,
    tribunals: directory
      .find({ tier: 'tribunal' })
      .map((tribunal) => ({ value: tribunal.code, text: nameIn(language, tribunal.name) })),
  };
}

function stateOf(
  row: JurisdictionRule,
  current: JurisdictionRule | undefined,
  today: string,
): 'current' | 'coming' | 'ended' | 'superseded' {
  if (row.supersededAt) return 'superseded';
  if (row.id === current?.id) return 'current';
  return row.validFrom > today ? 'coming' : 'ended';
}
