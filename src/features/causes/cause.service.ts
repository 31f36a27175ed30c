// The catalogue of causes (《民事案件案由规定》): imported by edition and day, looked up by name, code or as it is spoken. What
// is chosen today is of the edition in force today; a dispute keeps the edition it was given.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { causeKey } from '../../domain/cause.ts';
import { invalidField } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { readTextTable } from '../../platform/text-table.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type Cause, type CauseEdition, type ChosenCause } from './cause.record.ts';
import { type CauseRepository } from './cause.repository.ts';
import { causesIn } from './cause.table.ts';

const FOUND = 30;
const SUGGESTED = 5;

export interface CauseDeps {
  readonly repository: CauseRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

interface Loaded {
  readonly stamp: number;
  readonly causes: readonly Cause[];
}

export class CauseService {
  readonly #deps: CauseDeps;
  /** Editions in memory, each as it was imported last. */
  readonly #loaded = new Map<string, Loaded>();

  constructor(deps: CauseDeps) {
    this.#deps = deps;
  }

  /**
   * Takes over an edition; importing it again puts the new table in the place of the old one.
   * @throws DomainError `validation` at `file`, one entry a fault with its line
   */
  async import(
    actor: Pick<Actor, 'accountId' | 'name'>,
    {
      edition,
      from,
      fileName,
      bytes,
    }: Pick<CauseEdition, 'edition' | 'from' | 'fileName'> & { readonly bytes: Buffer },
  ): Promise<CauseEdition> {
    const { repository, transactions, clock } = this.#deps;
    const rows = causesIn(readTextTable(bytes), edition);
    if (rows.length === 0) throw invalidField('file', 'imports.file.empty');
    const { pinyin } = await import('pinyin-pro');
    const spoken = (name: string, pattern: 'pinyin' | 'first'): string =>
      pinyin(name, { pattern, toneType: 'none', type: 'array', nonZh: 'removed', v: true }).join('').toLowerCase();
    const causes = rows.map((row) => ({
      ...row,
      pinyin: spoken(row.name, 'pinyin'),
      initials: spoken(row.name, 'first'),
    }));
    const record: CauseEdition = {
      edition,
      from,
      causes: causes.length,
      fileName,
      importedAt: clock.now(),
      importedBy: { accountId: actor.accountId, name: actor.name },
    };
    await transactions.run((tx) => repository.replace(record, causes, tx));
    this.#loaded.delete(edition);
    return record;
  }

  /** Every edition, and which of them is in force on the day. */
  async editions(on = dayOfInstant(this.#deps.clock.now())): Promise<{
    readonly all: readonly CauseEdition[];
    readonly inForce: CauseEdition | undefined;
  }> {
    const all = await this.#deps.repository.editions();
    return { all, inForce: all.findLast(({ from }) => from <= on) };
  }

  /** Causes whose name, code or spoken form holds what was typed, the best first; nothing typed finds nothing. */
  async search(typed: string, edition?: string): Promise<readonly Cause[]> {
    const wanted = typed.normalize('NFKC').trim().toLowerCase();
    if (wanted === '') return [];
    const ranked = (await this.#causes(edition)).flatMap((cause) => {
      const rank = rankOf(cause, wanted);
      return rank === undefined ? [] : [{ cause, rank }];
    });
    return ranked
      .toSorted((a, b) => a.rank - b.rank || b.cause.level - a.cause.level || a.cause.name.length - b.cause.name.length)
      .slice(0, FOUND)
      .map(({ cause }) => cause);
  }

  /** The causes right below one, or the parts of the catalogue. */
  async below(parent: string | undefined, edition?: string): Promise<readonly Cause[]> {
    return (await this.#causes(edition)).filter((cause) => cause.parent === parent);
  }

  /**
   * The cause as it is kept with a dispute. Where no edition has been imported any text is taken.
   * @throws DomainError `validation` at `cause` with names that come near when the edition in force does not know it
   */
  async choose(typed: string, on?: CalendarDay): Promise<ChosenCause> {
    const { inForce } = await this.editions(on);
    // Programs may say it by the rules' own key.
    if (!inForce || (causeKey(typed) === typed && typed.startsWith('C'))) return { cause: typed };
    const causes = await this.#causes(inForce.edition);
    const found = causes
      .filter(({ name, code, aliases }) => name === typed || code === typed || aliases.includes(typed))
      .toSorted((a, b) => b.level - a.level)[0];
    if (found) return { cause: found.name, causeCode: found.code, causeEdition: inForce.edition };
    const near = (await this.search(typed, inForce.edition)).slice(0, SUGGESTED).map(({ name }) => name);
    throw near.length > 0
      ? invalidField('cause', 'causes.near', { names: near.join('、') })
      : invalidField('cause', 'causes.unknown');
  }

  /** An edition, or the one in force now; none imported yet has no causes. */
  async #causes(wanted?: string): Promise<readonly Cause[]> {
    const { all, inForce } = await this.editions();
    const edition = wanted === undefined ? inForce : all.find((one) => one.edition === wanted);
    if (!edition) return [];
    const stamp = edition.importedAt.getTime();
    const known = this.#loaded.get(edition.edition);
    if (known?.stamp === stamp) return known.causes;
    const causes = await this.#deps.repository.causes(edition.edition);
    this.#loaded.set(edition.edition, { stamp, causes });
    return causes;
  }
}

/** 0 the very word, then beginnings, then parts; undefined where nothing fits. */
function rankOf({ name, code, aliases, pinyin, initials }: Cause, wanted: string): number | undefined {
  const words = [name.toLowerCase(), code, ...aliases];
  if (words.includes(wanted)) return 0;
  if (words.some((word) => word.startsWith(wanted))) return 1;
  if (initials.startsWith(wanted) || pinyin.startsWith(wanted)) return 2;
  if (words.some((word) => word.includes(wanted))) return 3;
  return wanted.length > 1 && (initials.includes(wanted) || pinyin.includes(wanted)) ? 4 : undefined;
}
