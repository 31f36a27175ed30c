// Opens a party's sealed data for a reader: the case's own mediator may dial the phone, everybody else sees masks
// (个人信息保护法51; the full number belongs to the handler of this case only).

import { maskAddress, maskId, maskPhone } from '../../domain/identity.ts';
import { type Actor, worksAs } from '../../domain/permission.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type OpenedParty } from './dispute.presenter.ts';
import { type DisputeRecord, type ServiceAddress } from './dispute.record.ts';

/** A confirmed address with whose it is. */
export interface OpenedService extends ServiceAddress {
  readonly partyId: string;
  readonly name: string;
  readonly side: string;
}

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
    return dispute.parties.map(
      ({
        idNumber,
        phone,
        address,
        service: _service,
        idIndex: _id,
        phoneIndex: _phone,
        addressIndex: _address,
        agents,
        ...party
      }) => ({
        ...party,
        agents: agents.map(({ phoneIndex: _agent, ...agent }) => ({
          ...agent,
          ...(agent.phone ? { phone: show(agent.phone, maskPhone) } : {}),
        })),
        ...(idNumber ? { idNumber: maskId(this.#personalData.open(idNumber)) } : {}),
        ...(phone ? { phone: show(phone, maskPhone) } : {}),
        ...(address ? { address: show(address, maskAddress) } : {}),
        dialable: handles && phone !== undefined,
        openable: this.serves(dispute, actor) && (idNumber ?? phone ?? address) !== undefined,
      }),
    );
  }

  /** Where papers reach the parties: in full for the case's mediator and for the unit that holds the case, for they serve. */
  serviceOf(dispute: DisputeRecord, actor: Actor): readonly OpenedService[] {
    const serves = this.serves(dispute, actor);
    return dispute.parties.flatMap(({ id, name, side, service }) =>
      service ? [{ partyId: id, name, side, ...this.openService(service, serves) }] : [],
    );
  }

  /** Whether this person serves papers in the case. */
  serves(dispute: DisputeRecord, actor: Actor): boolean {
    return worksAs(actor, dispute.mediator?.accountId) || actor.unit.code === dispute.owner.code;
  }

  /** Opens one confirmed address, masked unless the reader serves papers in the case. */
  openService(service: ServiceAddress, serves: boolean): ServiceAddress {
    const open = (sealed: string, mask: (plain: string) => string) => {
      const plain = this.#personalData.open(sealed);
      return serves ? plain : mask(plain);
    };
    const { electronic } = service;
    return {
      ...service,
      postcode: open(service.postcode, () => '******'),
      address: open(service.address, maskAddress),
      phone: open(service.phone, maskPhone),
      ...(electronic
        ? { electronic: { by: electronic.by, to: open(electronic.to, (text) => `${text.slice(0, 2)}****`) } }
        : {}),
    };
  }
}
