import { dayOfInstant } from '../../domain/calendar-day.ts';
import { endingsOf, missingProofs } from '../../domain/ending.ts';
import { phrasesOf } from '../../domain/phrase.ts';
import { PARTICIPATION_MODES, SESSION_RESULTS } from '../../domain/session.ts';
import { type Actor } from '../../domain/permission.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type ActContext, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import { consentActs, type EvidencePapers } from './consent.acts.ts';
import { contactActs } from './contact.acts.ts';
import { disputants } from './entry.ts';
import { extensionAnswers } from './extension.ts';
import { factActs } from './fact.acts.ts';
import { failureActs, provedEndings, unreachableParties } from './failure.acts.ts';
import { conflictViews } from './conflict.presenter.ts';
import { type ConflictsOf, mediatorActs, type MediatorsOf } from './mediator.acts.ts';
import { consentView, presentMediation, type MediationSections } from './mediation.presenter.ts';
import { PRESENCES } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import { recusalActs } from './recusal.acts.ts';
import { refusalActs } from './refusal.acts.ts';
import { serviceAddressActs } from './service-address.acts.ts';
import { sessionActs } from './session.acts.ts';
import { terminationActs } from './termination.acts.ts';

export interface MediationDeps {
  readonly repository: MediationRepository;
  readonly personalData: PersonalData;
  readonly mediatorsOf: MediatorsOf;
  readonly conflictsOf: ConflictsOf;
  readonly papersOf: EvidencePapers;
}

/** Shows the work of mediation and defines its acts. */
export class MediationService {
  readonly #deps: MediationDeps;

  constructor(deps: MediationDeps) {
    this.#deps = deps;
  }

  /** The definitions of every act of mediation, from appointment to failure. */
  acts(): readonly AnyActDefinition[] {
    const { repository, mediatorsOf, conflictsOf, papersOf, personalData } = this.#deps;
    return [
      ...mediatorActs({ mediatorsOf, conflictsOf, repository }),
      ...recusalActs(),
      ...contactActs(repository),
      ...consentActs(repository, papersOf),
      ...sessionActs({ repository }),
      ...failureActs(repository),
      ...refusalActs(),
      ...factActs(),
      ...serviceAddressActs(personalData),
      ...terminationActs(),
    ];
  }

  /** What the dispute's page tells this reader of its mediation; the caller has read the dispute in full. */
  async sections(actor: Actor, dispute: DisputeRecord): Promise<MediationSections> {
    const { repository } = this.#deps;
    const [sessions, contacts, consents, participations, rounds] = await Promise.all([
      repository.sessions(dispute),
      repository.contacts(dispute),
      repository.consents(dispute),
      repository.participations(dispute),
      repository.rounds(dispute.id),
    ]);
    const unreachable = unreachableParties(dispute, contacts);
    const work = { sessions, contacts, consents, participations, rounds, unreachable };
    return presentMediation(dispute, work, mayHearSession(actor, dispute));
  }

  /** Sensible beginnings for the session form: today, the mediator, the place and people of last time. */
  async sessionForm({ dispute, actor, now }: ActContext): Promise<object> {
    const sessions = await this.#deps.repository.sessions(dispute);
    const last = sessions.at(-1);
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });
    return {
      no: dispute.sessions + 1,
      today: dayOfInstant(now),
      from: clock.format(now),
      place: last?.place ?? actor.unit.name,
      mode: last?.mode ?? 'inPerson',
      host: dispute.mediator?.name ?? actor.name,
      recorder: last?.recorder ?? actor.name,
      lastIssues: last?.issues ?? [],
      last: last ? { ...last, by: last.recordedBy.name } : null,
      phrases: phrasesOf(dispute.type),
      modes: PARTICIPATION_MODES,
      presences: PRESENCES,
      results: SESSION_RESULTS,
    };
  }

  /** What the records show between the mediator who is asked and the parties, beside the form of disclosure. */
  async disclosureForm({ dispute }: ActContext): Promise<object> {
    const { mediatorsOf, conflictsOf } = this.#deps;
    const own = (await mediatorsOf(dispute.owner.code)).find(
      ({ accountId }) => accountId === dispute.mediator?.accountId,
    );
    const conflicts = own ? conflictViews(await conflictsOf(own, dispute), dispute) : [];
    return { beside: 'mediation/_conflicts.njk', conflicts };
  }

  /** Which parties have agreed to the extension already and which are still missing, beside its form. */
  async extensionForm({ dispute }: ActContext): Promise<object> {
    const answers = await extensionAnswers(this.#deps.repository, dispute);
    return {
      beside: 'mediation/_extension.njk',
      answers: answers.map(({ party, answer, entry }) => ({
        name: party.name,
        answer,
        said: entry ? consentView(entry) : null,
      })),
    };
  }

  /** How far each party's log is from the rule of "cannot be reached", for the form of the next attempt. */
  async contactForm({ dispute }: ActContext): Promise<object> {
    return { unreachable: unreachableParties(dispute, await this.#deps.repository.contacts(dispute)) };
  }

  /** Which endings may be chosen now and what each other one still lacks. */
  async failureForm({ dispute, now }: ActContext): Promise<object> {
    const contacts = await this.#deps.repository.contacts(dispute);
    const proved = new Set([...provedEndings(dispute, contacts, now), 'shamReport' as const]);
    return {
      today: dayOfInstant(now),
      endings: endingsOf('failure').map((code) => ({ code, missing: missingProofs(code, proved) })),
      unreachable: unreachableParties(dispute, contacts),
      refusing: disputants(dispute)
        .filter(({ consent }) => consent.state === 'refused' || consent.state === 'revoked')
        .map((party) => party.name),
      sessions: dispute.sessions,
    };
  }
}

/** Villages, townships and the mediator hear what was said; the court, which may try the case, does not. */
export const mayHearSession = (actor: Actor, dispute: DisputeRecord): boolean =>
  actor.unit.tier === 'township' || actor.unit.tier === 'village' || dispute.mediator?.accountId === actor.accountId;
