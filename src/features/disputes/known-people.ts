// Who the people of a request are to the records: disputes they are already part of, and work orders they placed before.

import { normaliseId, normalisePhone } from '../../domain/identity.ts';
import { HOTLINE_SOURCES, type SourceCode } from '../../domain/source.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { type DisputeRepository } from './dispute.repository.ts';
import { type RegisterInput } from './dispute.schema.ts';

const YEAR_MS = 365 * 86_400_000;
const MOST_DUPLICATES = 5;

export class KnownPeople {
  readonly #repository: DisputeRepository;
  readonly #personalData: PersonalData;
  readonly #clock: Clock;

  constructor(deps: {
    readonly repository: DisputeRepository;
    readonly personalData: PersonalData;
    readonly clock: Clock;
  }) {
    this.#repository = deps.repository;
    this.#personalData = deps.personalData;
    this.#clock = deps.clock;
  }

  /** Disputes that share an identity number, phone or outside number with what is being typed; at most five. */
  async disputes(input: {
    readonly idNumbers: readonly string[];
    readonly phones: readonly string[];
    readonly externalNumber?: string | undefined;
  }): Promise<readonly DisputeRecord[]> {
    const indexes = this.#indexesOf(input.idNumbers, input.phones);
    return this.#repository.findLikely(indexes, input.externalNumber, MOST_DUPLICATES);
  }

  /** Work orders of the same people within a year, this one included; 0 for a request that is none. */
  async hotlineOrders({ source, parties }: Pick<RegisterInput, 'source' | 'parties'>): Promise<number> {
    if (!HOTLINE_SOURCES.includes(source as SourceCode)) return 0;
    const indexes = this.#indexesOf(
      parties.flatMap(({ idNumber }) => (idNumber ? [idNumber] : [])),
      parties.flatMap(({ phone }) => (phone ? [phone] : [])),
    );
    const since = new Date(this.#clock.now().getTime() - YEAR_MS);
    return 1 + (await this.#repository.countOfPeople(indexes, HOTLINE_SOURCES, since));
  }

  #indexesOf(idNumbers: readonly string[], phones: readonly string[]): readonly string[] {
    return [...idNumbers.map(normaliseId), ...phones.map(normalisePhone)]
      .filter((text) => text !== '')
      .map((text) => this.#personalData.blindIndex(text));
  }
}
