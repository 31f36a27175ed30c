// The full data of one party, for one stated purpose. Only who handles the case may see it, and every look is in the
// audit with its reason (个人信息保护法51、55; GB/T 22239-2019, personal information b).

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { forbidden, notFound } from '../../domain/errors.ts';
import { ageOn, readResidentId } from '../../domain/identity.ts';
import { type Actor, worksAs } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { noteReason } from '../../platform/reading-notes.ts';
import { type DisputeRecord, type DisputeService } from '../disputes/index.ts';

/** Below this age a person's data are sensitive (个人信息保护法28). */
const CHILD = 14;

type Party = DisputeRecord['parties'][number];

/** What a party's card hides. */
export interface UnmaskedParty {
  readonly id: string;
  readonly name: string;
  readonly side: Party['side'];
  readonly kind: Party['kind'];
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly child: boolean;
}

export interface UnmaskDeps {
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly clock: Clock;
}

/** The purposes a person may name; anything else is written in words. */
export const PURPOSES = ['identity', 'service', 'contact', 'document', 'court', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];

export class UnmaskService {
  readonly #deps: UnmaskDeps;

  constructor(deps: UnmaskDeps) {
    this.#deps = deps;
  }

  /**
   * The party whose data somebody asks for, still masked.
   * @throws DomainError `disputeNotFound`, `personalData.partyUnknown` (notFound), `personalData.notYours` or
   * `personalData.child` (forbidden)
   */
  async ask(actor: Actor, disputeId: string, partyId: string): Promise<{ dispute: DisputeRecord; party: Party }> {
    const { dispute, reading } = await this.#deps.disputes.read(actor, disputeId);
    const party = dispute.parties.find(({ id }) => id === partyId);
    if (!party) throw notFound('personalData.partyUnknown');
    const mediates = worksAs(actor, dispute.mediator?.accountId);
    if (reading !== 'full' || !(mediates || actor.unit.code === dispute.owner.code)) {
      throw forbidden('personalData.notYours', '个人信息保护法51');
    }
    if (this.#isChild(party) && !mediates) throw forbidden('personalData.child', '个人信息保护法28');
    return { dispute, party };
  }

  /** Opens the party's data for the purpose, which goes to the audit. @throws DomainError as `ask` */
  async open(
    actor: Actor,
    disputeId: string,
    partyId: string,
    purpose: Purpose,
    words: string,
  ): Promise<UnmaskedParty> {
    const { party } = await this.ask(actor, disputeId, partyId);
    noteReason(words === '' ? purpose : `${purpose}: ${words}`);
    const open = (sealed: string | undefined): string => (sealed ? this.#deps.personalData.open(sealed) : '');
    const { id, name, side, kind } = party;
    return {
      id,
      name,
      side,
      kind,
      idNumber: open(party.idNumber),
      phone: open(party.phone),
      address: open(party.address),
      child: this.#isChild(party),
    };
  }

  #isChild({ idNumber, kind }: Party): boolean {
    if (kind !== 'natural' || !idNumber) return false;
    const today = dayOfInstant(this.#deps.clock.now());
    const read = readResidentId(this.#deps.personalData.open(idNumber), today);
    return read !== undefined && ageOn(read.birthDay, today) < CHILD;
  }
}
