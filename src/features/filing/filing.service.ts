import { dayOfInstant } from '../../domain/calendar-day.ts';
import { PROCEDURES } from '../../domain/court-result.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type HolidaySource } from '../../domain/working-days.ts';
import { barring } from '../../domain/suitability.ts';
import { type ActContext, type AnyActDefinition, type DisputeRecord, type PartyReader } from '../disputes/index.ts';
import { closingActs } from './closing.acts.ts';
import { courtActs } from './court.acts.ts';
import { entrustMediation } from './entrust.acts.ts';
import { enforcementActs } from './enforcement.acts.ts';
import { claimsFor, docketStart, filingActs, type FilingActDeps, recordMissing } from './filing.acts.ts';
import {
  type DossierView,
  type FilingView,
  type OpenService,
  type PapersView,
  presentDossiers,
  presentFiling,
  presentPackage,
  presentPapers,
} from './filing.presenter.ts';
import { everyMediator, trialRoleActs } from './trial-roles.acts.ts';
import { buildPackage, packageSender } from './package.ts';

export interface FilingDeps extends FilingActDeps {
  readonly parties: PartyReader;
  readonly holidays: HolidaySource;
}

/** States in which the address of service is asked for while the parties can still be asked. */
const ASKED_IN: readonly State[] = ['S09', 'S10', 'S11', 'S12', 'S17', 'S18'];

/** Shows what goes to the court and how cases are closed, and defines the acts. */
export class FilingService {
  readonly #deps: FilingDeps;

  constructor(deps: FilingDeps) {
    this.#deps = deps;
  }

  /** The definitions of every act from the failed mediation to the archive. */
  acts(): readonly AnyActDefinition[] {
    const send = packageSender(this.#deps);
    return [
      ...filingActs(this.#deps, send),
      ...enforcementActs(send, this.#deps.docketWord),
      entrustMediation(this.#deps.mediation),
      ...courtActs(),
      ...closingActs(this.#deps),
      ...trialRoleActs(this.#deps.mediation),
    ];
  }

  /** The way to the court as the dispute's page shows it; null before it begins. The caller has read the dispute. */
  async section(dispute: DisputeRecord, actor: Actor): Promise<FilingView | null> {
    if (!dispute.filing && !dispute.courtResult && !dispute.enforcement) return null;
    const { repository, mediation } = this.#deps;
    const [document, mediators] = await Promise.all([
      repository.latestPackage(dispute.id),
      everyMediator(dispute, mediation),
    ]);
    return presentFiling(dispute, document, this.#opener(dispute, actor), mediators);
  }

  /** What a court would need of the dispute, gathered while the parties are at the table; null where nothing is yet asked. */
  async papers(dispute: DisputeRecord, actor: Actor): Promise<PapersView | null> {
    const { parties, holidays } = this.#deps;
    const view = presentPapers(dispute, parties.serviceOf(dispute, actor), await holidays());
    const begun = view.facts.length > 0 || view.termination !== null || view.limitation !== null;
    return begun || ASKED_IN.includes(dispute.state) || view.addresses.some(({ address }) => address) ? view : null;
  }

  #opener(dispute: DisputeRecord, actor: Actor): OpenService {
    return (service) => this.#deps.parties.openService(service, this.#deps.parties.serves(dispute, actor));
  }

  /** Closing reports and dossiers, first round first. */
  async dossiers(dispute: DisputeRecord): Promise<readonly DossierView[]> {
    return presentDossiers(await this.#deps.repository.dossiers(dispute.id));
  }

  /** Until when enforcement may be applied for: two years from the day of performance (CL19, 民事诉讼法250). */
  enforcementTerm({ clocks }: Pick<DisputeRecord, 'clocks'>): object {
    const dueAt = clocks.findLast(({ rule }) => rule === 'CL19')?.dueAt;
    return dueAt ? { beside: 'filing/_enforcement-term.njk', until: dayOfInstant(dueAt) } : {};
  }

  /** All the clerk has to see before filing, on one screen: the package as handed over, or as it would be now. */
  async filingForm(context: ActContext): Promise<object> {
    const { actor, dispute, now } = context;
    const { repository, mediation, docketWord, suitability, evidenceOf } = this.#deps;
    const stored = dispute.filing ? await repository.latestPackage(dispute.id) : undefined;
    const document =
      stored ??
      buildPackage(context, await mediation.participations(dispute), {
        evidence: await evidenceOf(dispute),
        claims: claimsFor(context, []),
        failure: dispute.failure,
      });
    const findings = await suitability(dispute);
    return {
      package: presentPackage(document, this.#opener(dispute, actor)),
      smallClaim: findings.filter(({ effect }) => effect === 'smallClaim'),
      arbitration: barring(findings, 'arbitrationFirst') ?? null,
      recordMissing: recordMissing(dispute),
      docketStart: docketStart(docketWord, now),
      today: dayOfInstant(now),
      procedures: PROCEDURES,
      track: dispute.track,
    };
  }
}
