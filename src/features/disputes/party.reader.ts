// Opens a party's sealed data for a reader: the case's own mediator may dial the phone, everybody else sees masks
// (个人信息保护法51; the full number belongs to the handler of this case only).

import { maskAddress, maskId, maskPhone } from '../../domain/identity.ts';
import { type Actor, worksAs } from '../../domain/permission.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type OpenedParty } from './dispute.presenter.ts';
import { type DisputeRecord } from './dispute.record.ts';

export class PartyReader {
  readonly #personalData: PersonalData;

  constructor(personalData: PersonalData) {
    this.#personalData = personalData;
  }

  /** The parties as this person may see them. */
  open(dispute: DisputeRecord, actor: Actor): readonly OpenedParty[] {
    const handles = worksAs(actor, dispute.mediator?.accountId);
    const show = (sealed: string, mask: (plain: string) => string) => {
      const plain = this.#personalData.open(sealed);
      return handles ? plain : mask(plain);
    };
    return dispute.parties.map(({ idNumber, phone, address, idIndex: _id, phoneIndex: _phone, agents, ...party }) => ({
      ...party,
      agents: agents.map((agent) => ({ ...agent, ...(agent.phone ? { phone: show(agent.phone, maskPhone) } : {}) })),
      ...(idNumber ? { idNumber: maskId(this.#personalData.open(idNumber)) } : {}),
      ...(phone ? { phone: show(phone, maskPhone) } : {}),
      ...(address ? { address: show(address, maskAddress) } : {}),
      dialable: handles && phone !== undefined,
    }));
  }
}
