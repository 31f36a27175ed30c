// Builds everything that works on disputes, and joins the features where one needs another's answer.

import { type Act } from './domain/lifecycle.ts';
import { suggestUnit, type Suggestion, type SuggestionInput } from './domain/jurisdiction.ts';
import { type Actor } from './domain/permission.ts';
import { RISK_OWNERS } from './domain/risk.ts';
import { type UnitPosition } from './domain/tier.ts';
import { type HolidaySource } from './domain/working-days.ts';
import { type AbsencesService } from './features/absences/index.ts';
import { type AccountsService } from './features/accounts/index.ts';
import { type AuditService, readersPanel } from './features/audit/index.ts';
import {
  type ActPage,
  DeadlineService,
  disputeApi,
  disputePages,
  type DisputeRepository,
  DisputeService,
  type DisputeRecord,
  intakeActs,
  IntakeService,
  type Panel,
  PartyReader,
  refuseVillage,
  registerPages,
  type SuitabilityPolicy,
  type UnitNames,
} from './features/disputes/index.ts';
import { evidenceLines } from './features/files/index.ts';
import { createFilingService, filingPages } from './features/filing/index.ts';
import { dueWithDispute, handOverActs, type HandOverRepository, recallOnEnd } from './features/hand-overs/index.ts';
import { type HolidayService } from './features/holidays/index.ts';
import { suitabilityNotes, suitabilityPanels } from './features/law/index.ts';
import { riskActs, riskPages, riskPanel } from './features/risk/index.ts';
import {
  createMediationService,
  createPrivateNoteService,
  disclosurePanel,
  mediationApi,
  mediationPages,
  type MediationRepository,
  type MediatorsOf,
  privateNoteRoutes,
} from './features/mediation/index.ts';
import { unmaskRoutes, UnmaskService } from './features/personal-data/index.ts';
import { type SeriesService } from './features/series/index.ts';
import { warningLedger } from './features/supervision/index.ts';
import { suitabilityRoutes, SuitabilityService } from './features/suitability/index.ts';
import { type PolicyService } from './features/policies/index.ts';
import { type District, type UnitsService } from './features/units/index.ts';
import { createConcluding } from './concluding.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { deadlineRecompute } from './jobs/deadline-recompute.ts';
import { deadlineSweep } from './jobs/deadline-sweep.ts';
import { networkOf, placesOf, position, targetsOf, unitNamesOf } from './network.ts';
import { type JobDefinition } from './platform/jobs.ts';
import { createMessaging } from './messaging.ts';
import { createPapers, type Papers } from './papers.ts';
import { createProving } from './proving.ts';
import { createRouting } from './routing.ts';
import { createScheduling } from './scheduling.ts';
import { createStaffing } from './staffing.ts';
import { createCalculations } from './calculations.ts';
import { createSeries } from './series.ts';
import { type Stores, storesOn } from './stores.ts';
import { createWatching } from './watching.ts';

export interface Casework {
  readonly disputes: DisputeService;
  readonly intake: IntakeService;
  readonly repository: DisputeRepository;
  readonly handOvers: HandOverRepository;
  readonly mediation: MediationRepository;
  readonly mediatorsOf: MediatorsOf;
  /** The unit the rules of routing suggest for a place on a day. */
  readonly suggestAt: (input: SuggestionInput) => Promise<Suggestion | undefined>;
  readonly absences: AbsencesService;
  readonly deadlines: DeadlineService;
  readonly holidays: HolidaySource;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  /** Villages and townships where a dispute of this person's unit may have arisen. */
  readonly places: (actor: Actor) => ReturnType<typeof placesOf>;
  readonly suitability: SuitabilityPolicy;
  /** Files handed in, forms and dossiers. */
  readonly papers: Papers;
  readonly series: SeriesService;
  readonly rows: readonly RouteRow[];
  /** What time alone brings about. */
  readonly jobs: readonly JobDefinition[];
}

export function createCasework(
  foundation: Foundation,
  {
    accounts,
    units,
    district,
    holidays: calendar,
    policies,
    audit,
  }: {
    readonly accounts: Pick<AccountsService, 'inPosts' | 'colleague' | 'isActive'>;
    readonly units: UnitsService;
    readonly district: District;
    readonly holidays: HolidayService;
    readonly policies: PolicyService;
    readonly audit: Pick<AuditService, 'readersOf'>;
  },
  stores: Stores = storesOn(foundation.database.connection),
): Casework {
  const { clock, transactions, counters, personalData, database, logger } = foundation;
  const holidays = calendar.table;
  const { code: courtCode, docketWord } = district.court;
  const { disputes: repository, handOvers, mediation } = stores;
  const network = networkOf(units);
  const suitable = new SuitabilityService({ repository: stores.settings, transactions, clock });
  const suitability: SuitabilityPolicy = () => suitable.inForce();
  const calculations = createCalculations(foundation, stores, async () => (await suitability()).averageWage);

  const disputes = new DisputeService({ repository, transactions, clock, holidays, courtCode });
  disputes.witnessed(warningLedger(stores.warnings, stores.urgings));
  const deadlines = new DeadlineService({ repository, disputes, transactions, clock, courtCode });
  const intake = new IntakeService({
    repository,
    transactions,
    clock,
    counters,
    personalData,
    holidays,
    units: network,
    courtCode,
    suitability,
    trackPolicy: policies.on,
    docketWord,
  });

  const staffing = createStaffing({
    foundation,
    accounts,
    units,
    repository,
    work: stores.work,
    handOvers,
    mediators: stores.mediators,
    absences: stores.absences,
  });
  const { mediatorsOf } = staffing;
  const parties = new PartyReader(personalData);
  const mediationService = createMediationService({
    ...staffing,
    repository: mediation,
    personalData,
    papersOf: (actor, { id }) => papers.files.named(actor, id),
  });
  const papersOf = (disputeId: string) => papers.files.ofDispute(disputeId);
  const agreements = createConcluding({ foundation, stores, disputes, docketWord, papersOf });
  const tribunalFor = async (dispute: DisputeRecord): Promise<UnitPosition> =>
    position((await units.tribunalOf(dispute.place.unitCode)).tribunal);
  const filing = createFilingService({
    repository: stores.filing,
    mediation,
    tribunalFor,
    docketWord,
    suitability: (dispute) => intake.suitability(dispute),
    evidenceOf: async (dispute) => evidenceLines(await stores.files.ofDispute(dispute.id), dispute.round),
    parties,
    holidays,
  });
  disputes.define(intakeActs(repository, docketWord), 'disputes');
  disputes.define(
    handOverActs({
      repository: handOvers,
      attemptsSince: (dispute, since) => mediation.attemptsSince(dispute, since),
      newId: () => repository.newId(),
      docketWord,
      units: {
        find: network.find,
        demandSuitable: async (dispute, to) => refuseVillage(await intake.suitability(dispute), to.tier, 'toUnit'),
        targets: (kind, from, dispute) => targetsOf(units, kind, from, dispute),
        suggestion: async (dispute) => {
          const found = await intake.suggest(dispute);
          return found && { unit: found.unit, because: found.because };
        },
      },
    }),
    'disputes',
  );
  disputes.witnessed(recallOnEnd(handOvers));
  disputes.witnessed(dueWithDispute(handOvers));
  disputes.define(mediationService.acts(), 'mediation');
  const proving = createProving(foundation, { ...stores, disputes, records: repository });
  disputes.define(agreements.acts(), 'agreements');
  disputes.define(proving.acts, 'proofs');
  disputes.define(filing.acts(), 'filing');
  const people = async (unitCode: string) =>
    (await accounts.inPosts([unitCode], RISK_OWNERS)).map(({ account: { id, name } }) => ({ accountId: id, name }));
  disputes.define(riskActs({ people }), 'risk');

  const unitNames = unitNamesOf(units);
  const routing = createRouting({
    foundation,
    accounts,
    units,
    disputes,
    work: stores.work,
    handOvers,
    mediation,
    parties,
    suggest: (dispute) => intake.suggest(dispute),
    unitNames,
    courtCode,
    suitability,
  });
  const messaging = createMessaging({ foundation, stores, disputes, accounts, holidays, unitNames, courtCode });
  const scheduling = createScheduling({ foundation, stores, disputes, accounts, unitNames });
  const notes = createPrivateNoteService({ connection: database.connection, disputes, personalData, clock });
  const papers = createPapers({ foundation, disputes, stores, units, trackPolicy: policies.on });
  const { warnings, urgings } = stores;
  const watch = createWatching({
    foundation,
    stores: { warnings, urgings },
    disputes,
    units,
    calendar,
    unitNames,
    courtCode,
  });
  const panels = async (dispute: DisputeRecord, actor: Actor, names: UnitNames): Promise<readonly Panel[]> => {
    const [planned, suitable, help, watched, sections, agreement, filed, kept, sums] = await Promise.all([
      scheduling.panel(dispute),
      suitabilityPanels(intake, dispute),
      routing.panel(dispute, names),
      watch.ofDispute(actor, dispute, names),
      mediationService.sections(actor, dispute),
      agreements.panels(dispute, actor),
      filing.section(dispute, actor),
      papers.panels(dispute, actor),
      calculations.panel(dispute),
    ]);
    const courtPapers = await filing.papers(dispute, actor);
    return [
      riskPanel({ disputes, clock }, dispute, actor, names),
      ...watched,
      ...planned,
      ...agreement,
      ...(await messaging.panels(dispute)),
      ...(await proving.panels(dispute, actor)),
      ...help,
      ...suitable,
      ...(await many.panel(dispute, actor)),
      ...(filed ? [{ template: 'filing/_filing.njk', model: filed }] : []),
      ...kept,
      ...sums,
      ...(courtPapers ? [{ template: 'filing/_papers.njk', model: { ...courtPapers, disputeId: dispute.id } }] : []),
      ...(notes.concerns(actor, dispute)
        ? [{ template: 'mediation/_private-notes.njk', model: { href: `/disputes/${dispute.id}/private-notes` } }]
        : []),
      ...disclosurePanel(dispute),
      ...(await readersPanel(audit)(dispute, actor, names)),
      { template: 'mediation/_sessions.njk', model: sections },
      { template: 'mediation/_contacts.njk', model: sections },
    ];
  };
  const actPages: Readonly<Partial<Record<Act, ActPage>>> = {
    ...suitabilityNotes(intake),
    ...mediationPages(mediationService, scheduling.beginnings),
    ...agreements.pages,
    ...filingPages(filing),
    ...routing.actPages,
    ...staffing.actPages,
    ...riskPages,
    ...papers.actPages,
  };
  const pages = {
    trackWords: policies.wordsOn,
    disputes,
    intake,
    clock,
    i18n: foundation.i18n,
    parties,
    unitNames,
    panels,
    deskPanels: scheduling.deskWith(watch.ofDesk),
    actPages,
    keepPaper: papers.keep,
    taken: scheduling.taken,
    places: (actor: Actor) => placesOf(units, actor),
  };
  const many = createSeries({ foundation, stores, disputes, intake, unitNames, places: pages.places, papers });
  return {
    disputes,
    intake,
    repository,
    handOvers,
    mediation,
    mediatorsOf,
    suggestAt: async (input) =>
      suggestUnit(input, await network.jurisdictionRules(), (await suitability()).villageMatters),
    absences: staffing.absences,
    deadlines,
    holidays,
    unitNames,
    places: pages.places,
    suitability,
    rows: [
      ...registerPages(pages),
      ...disputePages(pages),
      ...disputeApi(pages),
      ...routing.rows,
      ...staffing.rows(disputes),
      ...scheduling.rows,
      ...messaging.rows,
      ...proving.rows,
      ...agreements.rows(),
      ...mediationApi({ disputes, mediation: mediationService }),
      ...privateNoteRoutes(notes),
      ...unmaskRoutes(new UnmaskService({ disputes, personalData, clock })),
      ...suitabilityRoutes({ suitability: suitable, clock }),
      ...watch.rows,
      ...papers.rows,
      ...calculations.rows(disputes),
      ...many.rows,
    ],
    papers,
    series: many.series,
    jobs: [
      ...messaging.jobs,
      ...proving.jobs,
      deadlineSweep({ deadlines, logger }),
      deadlineRecompute({ deadlines, reread: () => calendar.reread(), logger }),
      ...routing.jobs,
      ...papers.jobs,
      ...many.jobs,
      ...watch.jobs,
    ],
  };
}
