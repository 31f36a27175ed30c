import { AGREEMENT_FORMS, PERFORMANCE_MANNERS } from '../../domain/agreement.ts';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type Clock } from '../../platform/clock.ts';
import { type ActContext, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import { type MediationRepository } from '../mediation/index.ts';
import { MEDIA } from './agreement.document.ts';
import { type AgreementView, presentAgreement } from './agreement.presenter.ts';
import { type AgreementRepository } from './agreement.repository.ts';
import { EXCLUSION_CODES } from './agreement.schema.ts';
import { concludeActs } from './conclude.acts.ts';
import { confirmationActs } from './confirmation.acts.ts';
import { exclusionsOf } from './effect.ts';
import { performanceActs } from './performance.acts.ts';

export interface AgreementDeps {
  readonly repository: AgreementRepository;
  readonly mediation: MediationRepository;
  readonly clock: Clock;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
}

/** Shows agreements and defines their acts. */
export class AgreementService {
  readonly #deps: AgreementDeps;

  constructor(deps: AgreementDeps) {
    this.#deps = deps;
  }

  /** The definitions of every act from the agreement to its performance and confirmation. */
  acts(): readonly AnyActDefinition[] {
    const { repository, docketWord, mediation } = this.#deps;
    return [
      ...concludeActs({ repository }),
      ...performanceActs({ repository }),
      ...confirmationActs({ docketWord, mediation }),
    ];
  }

  /** The agreement as the dispute's page shows it; null while there is none. The caller has read the dispute in full. */
  async section(dispute: DisputeRecord): Promise<AgreementView | null> {
    const [document, receipts] = await Promise.all([
      this.#deps.repository.latest(dispute),
      this.#deps.repository.receipts(dispute),
    ]);
    return presentAgreement(dispute, document, receipts, dayOfInstant(this.#deps.clock.now()));
  }

  /** Sensible beginnings for the agreement form: today, the facts as recorded, what was proposed last. */
  async agreementForm({ dispute, now }: ActContext): Promise<object> {
    const sessions = await this.#deps.mediation.sessions(dispute);
    const today = dayOfInstant(now);
    return {
      today,
      facts: dispute.facts,
      proposals: sessions.at(-1)?.proposals ?? [],
      names: dispute.parties.map((party) => party.name),
      forms: AGREEMENT_FORMS,
      media: MEDIA,
      manners: PERFORMANCE_MANNERS,
      exclusions: EXCLUSION_CODES,
      inherent: exclusionsOf(dispute, []),
    };
  }
}
