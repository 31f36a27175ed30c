import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type ActContext, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import { closingActs } from './closing.acts.ts';
import { docketStart, filingActs, type FilingActDeps, recordMissing } from './filing.acts.ts';
import {
  type DossierView,
  type FilingView,
  presentDossiers,
  presentFiling,
  presentPackage,
} from './filing.presenter.ts';
import { PROCEDURES } from './filing.record.ts';
import { buildPackage } from './package.ts';

export type FilingDeps = FilingActDeps;

/** Shows what goes to the court and how cases are closed, and defines the acts. */
export class FilingService {
  readonly #deps: FilingDeps;

  constructor(deps: FilingDeps) {
    this.#deps = deps;
  }

  /** The definitions of every act from the failed mediation to the archive. */
  acts(): readonly AnyActDefinition[] {
    return [...filingActs(this.#deps), ...closingActs(this.#deps)];
  }

  /** The way to the court as the dispute's page shows it; null before it begins. The caller has read the dispute. */
  async section(dispute: DisputeRecord): Promise<FilingView | null> {
    if (!dispute.filing) return null;
    return presentFiling(dispute, await this.#deps.repository.latestPackage(dispute.id));
  }

  /** Closing reports and dossiers, first round first. */
  async dossiers(dispute: DisputeRecord): Promise<readonly DossierView[]> {
    return presentDossiers(await this.#deps.repository.dossiers(dispute.id));
  }

  /** All the clerk has to see before filing, on one screen: the package as handed over, or as it would be now. */
  async filingForm(context: ActContext): Promise<object> {
    const { dispute, now } = context;
    const { repository, mediation, docketWord } = this.#deps;
    const stored = dispute.filing ? await repository.latestPackage(dispute.id) : undefined;
    const document = stored ?? buildPackage(context, await mediation.participations(dispute), [], dispute.failure);
    return {
      package: presentPackage(document),
      recordMissing: recordMissing(dispute),
      docketStart: docketStart(docketWord, now),
      today: dayOfInstant(now),
      procedures: PROCEDURES,
      track: dispute.track,
    };
  }
}
