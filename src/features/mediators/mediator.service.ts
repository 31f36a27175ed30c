import { dayOfInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { maskAddress, maskId, normaliseAddress, normaliseId, readResidentId } from '../../domain/identity.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { DEFAULT_MAXIMUM_OPEN } from '../../domain/suggestion.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type MediatorProfile } from './mediator.record.ts';
import { type MediatorRepository } from './mediator.repository.ts';

/** Somebody of a unit who mediates, with what is known of them and how much they have in hand. */
export interface UnitMediator {
  readonly accountId: string;
  readonly name: string;
  readonly unitCode: string;
  readonly openCases: number;
  readonly absent: boolean;
  readonly profile: MediatorProfile | undefined;
}

export interface MediatorsDeps {
  readonly repository: MediatorRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly personalData: PersonalData;
  /** People of a unit who may mediate, with their load and whether they are away today. */
  readonly staff: (
    unitCode: string,
  ) => Promise<readonly Pick<UnitMediator, 'accountId' | 'name' | 'unitCode' | 'openCases' | 'absent'>[]>;
}

export interface ProfileInput {
  readonly version: number;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly maximumOpen: number;
  /** Missing leaves what is known. */
  readonly idNumber?: string;
  readonly address?: string;
}

/** The mediators of a unit: everybody of the unit sees them, the head says what they are good at. */
export class MediatorsService {
  readonly #deps: MediatorsDeps;

  constructor(deps: MediatorsDeps) {
    this.#deps = deps;
  }

  async ofUnit(actor: Actor): Promise<readonly UnitMediator[]> {
    const staff = await this.#deps.staff(actor.unit.code);
    const profiles = await this.#deps.repository.ofAccounts(staff.map(({ accountId }) => accountId));
    return staff.map((person) => ({ ...person, profile: profiles.get(person.accountId) }));
  }

  /** @throws DomainError `accounts.accountNotFound` when nobody of this account mediates in the person's unit */
  async get(actor: Actor, accountId: string): Promise<UnitMediator> {
    const found = (await this.ofUnit(actor)).find((person) => person.accountId === accountId);
    if (!found) throw notFound('accounts.accountNotFound');
    return found;
  }

  /** Identity number and address of somebody, masked: enough to see that they are known. */
  known({ profile }: UnitMediator): { readonly idNumber: string; readonly address: string } {
    const shown = (sealed: string | undefined, mask: (plain: string) => string) =>
      sealed ? mask(this.#deps.personalData.open(sealed)) : '';
    return { idNumber: shown(profile?.idNumber, maskId), address: shown(profile?.address, maskAddress) };
  }

  /** @throws DomainError forbidden `right`, `accounts.accountNotFound`, `stale`, `validation` for the identity number */
  async save(actor: Actor, accountId: string, input: ProfileInput): Promise<UnitMediator> {
    if (!hasRight(actor.role, 'leadStaff')) throw forbidden('right', 'leadStaff');
    const { profile: before } = await this.get(actor, accountId);
    const { repository, transactions, clock, personalData } = this.#deps;
    const { version, idNumber, address, ...rest } = input;
    if (idNumber && !readResidentId(normaliseId(idNumber), dayOfInstant(clock.now()))) {
      throw invalidField('idNumber', 'residentId.invalid');
    }
    const kept = (field: 'idNumber' | 'idIndex' | 'address' | 'addressIndex') =>
      before?.[field] ? { [field]: before[field] } : {};
    const profile = {
      ...rest,
      ...(idNumber
        ? {
            idNumber: personalData.seal(normaliseId(idNumber)),
            idIndex: personalData.blindIndex(normaliseId(idNumber)),
          }
        : { ...kept('idNumber'), ...kept('idIndex') }),
      ...(address
        ? { address: personalData.seal(address), addressIndex: personalData.blindIndex(normaliseAddress(address)) }
        : { ...kept('address'), ...kept('addressIndex') }),
    };
    const updatedBy = { accountId: actor.accountId, name: actor.name };
    await transactions.run((tx) =>
      repository.save({ accountId, ...profile, updatedAt: clock.now(), updatedBy, version: version + 1 }, version, tx),
    );
    return this.get(actor, accountId);
  }
}

/** What counts where the head has said nothing yet. */
export const profileOf = (profile: MediatorProfile | undefined) => ({
  skills: profile?.skills ?? [],
  languages: profile?.languages ?? [],
  maximumOpen: profile?.maximumOpen ?? DEFAULT_MAXIMUM_OPEN,
  version: profile?.version ?? 0,
});
