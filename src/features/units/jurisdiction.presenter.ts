import { type Suggestion } from '../../domain/jurisdiction.ts';
import { type UnitDirectory } from './unit.directory.ts';
import { holdsOn, type JurisdictionRule, type UnitRecord } from './unit.record.ts';
import { nameIn } from './unit.presenter.ts';

type Language = 'zh-CN' | 'en';

const nameOf = (directory: UnitDirectory, code: string, language: Language): string => {
  const unit = directory.get(code);
  return unit ? nameIn(language, unit.name) : code;
};

const ruleView = (rule: JurisdictionRule, directory: UnitDirectory, language: Language) => ({
  no: directory.numberOf(rule.id),
  place: rule.village ?? rule.township,
  placeName: nameOf(directory, rule.village ?? rule.township, language),
  townshipName: nameOf(directory, rule.township, language),
  exception: rule.village !== undefined,
  tribunal: rule.tribunal,
  tribunalName: nameOf(directory, rule.tribunal, language),
  from: rule.validFrom,
  to: rule.validTo ?? null,
  example: rule.example,
  reason: rule.example ? null : (rule.reason ?? null),
  setBy: rule.setBy.name,
  setAt: rule.setAt,
  state: rule.supersededAt
    ? ('superseded' as const)
    : holdsOn(rule, directory.day)
      ? ('current' as const)
      : rule.validFrom > directory.day
        ? ('coming' as const)
        : ('ended' as const),
});

/** The rules in force or to come, and those that were, by number. */
export function jurisdictionPage(directory: UnitDirectory, language: Language) {
  const all = directory.rules.map((rule) => ruleView(rule, directory, language)).toSorted((a, b) => a.no - b.no);
  return {
    rules: all.filter(({ state }) => state === 'current' || state === 'coming'),
    history: all.filter(({ state }) => state === 'ended' || state === 'superseded').toReversed(),
    anyExample: all.some(({ example, state }) => example && state === 'current'),
    today: directory.day,
  };
}

/** Townships and villages to choose from, each village with its township before it. */
export const placeOptions = (directory: UnitDirectory, language: Language) =>
  directory
    .find({})
    .filter(({ tier }) => tier === 'township' || tier === 'village')
    .map((unit) => ({
      value: unit.code,
      text:
        unit.tier === 'village' && unit.parent
          ? `${nameOf(directory, unit.parent, language)} · ${nameIn(language, unit.name)}`
          : nameIn(language, unit.name),
    }));

interface Tried {
  readonly place: UnitRecord;
  readonly on: string;
  readonly suggestion: Suggestion | undefined;
}

/** What the rules make of an address: the units from the village to the court, the rule that fired, the suggestion. */
export function triedView({ place, on, suggestion }: Tried, directory: UnitDirectory, language: Language) {
  const name = (code: string) => nameOf(directory, code, language);
  const jurisdiction = suggestion?.jurisdiction;
  const chain = jurisdiction
    ? [jurisdiction.village, jurisdiction.township, jurisdiction.tribunal, jurisdiction.court].flatMap((code) => {
        const unit = code === undefined ? undefined : directory.get(code);
        return unit ? [{ code: unit.code, tier: unit.tier, name: nameIn(language, unit.name) }] : [];
      })
    : [];
  return {
    place: place.code,
    placeName: nameIn(language, place.name),
    on,
    chain,
    rule: jurisdiction
      ? {
          no: directory.numberOf(jurisdiction.rule),
          placeName: name(jurisdiction.params.place),
          tribunalName: name(jurisdiction.params.tribunal),
          since: jurisdiction.params.since,
        }
      : null,
    suggestion: suggestion
      ? {
          unit: suggestion.unit,
          unitName: name(suggestion.unit),
          tier: suggestion.tier,
          because: suggestion.because,
          basis: suggestion.basis,
        }
      : null,
  };
}
