// Joins what is made of paper: files handed in, forms, the dossier.

import {
  type ActPage,
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
  type Panel,
} from './features/disputes/index.ts';
import { type FilingRepository } from './features/filing/index.ts';
import {
  createDossiers,
  type Dossiers,
  type DossierService,
  type StandingRepository,
} from './features/dossiers/index.ts';
import { createForms, type FormPrinter } from './features/forms/index.ts';
import { type HandOverRepository } from './features/hand-overs/index.ts';
import { type MediationRepository } from './features/mediation/index.ts';
import { type UnitsService } from './features/units/index.ts';
import { type AgreementRepository, type BoardRepository } from './features/agreements/index.ts';
import {
  createFiles,
  fileApi,
  filePages,
  type FileRepository,
  type FileService,
  filesPanel,
} from './features/files/index.ts';
import { type CalendarDay } from './domain/calendar-day.ts';
import { type Act } from './domain/lifecycle.ts';
import { type TrackPolicy } from './domain/track-policy.ts';
import { type Actor } from './domain/permission.ts';
import { type DisputePagesDeps } from './features/disputes/index.ts';
import { type Foundation } from './foundation.ts';
import { unitNamesOf } from './network.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';

export interface Papers {
  readonly files: FileService;
  /** Keeps a picture that came with the form of an act. */
  readonly keep: DisputePagesDeps['keepPaper'];
  readonly dossiers: DossierService;
  readonly bindSheets: Dossiers['bindSheets'];
  readonly printer: FormPrinter;
  readonly printForm: ReturnType<typeof createForms>['printForm'];
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  panels(dispute: DisputeRecord, actor: Actor): Promise<readonly Panel[]>;
}

export interface PapersDeps {
  readonly foundation: Foundation;
  readonly disputes: DisputeService;
  /** Where casework keeps what the papers are written from. */
  readonly stores: {
    readonly disputes: DisputeRepository;
    readonly handOvers: HandOverRepository;
    readonly mediation: MediationRepository;
    readonly agreements: AgreementRepository;
    readonly boards: BoardRepository;
    readonly filing: FilingRepository;
    readonly files: FileRepository;
    readonly standings: StandingRepository;
  };
  readonly units: UnitsService;
  /** The court's track policy on a day. */
  readonly trackPolicy: (on: CalendarDay) => Promise<TrackPolicy>;
}

/** Builds the features of papers on the disputes. */
export function createPapers({ foundation, disputes, stores, units, trackPolicy }: PapersDeps): Papers {
  const { disputes: repository, handOvers, mediation, agreements, boards, filing, files: fileRepository } = stores;
  const { contents, transactions, jobs, clock, threads, logger, database, counters, personalData, i18n } = foundation;
  const { connection } = database;
  const {
    files,
    uploads,
    jobs: fileJobs,
  } = createFiles({
    connection,
    repository: fileRepository,
    contents,
    disputes,
    transactions,
    jobs,
    clock,
    threads,
    logger,
  });
  disputes.witnessed(files.lockWithArchive);
  const forms = createForms({
    connection,
    disputes,
    records: repository,
    mediation,
    agreements,
    boards,
    filing,
    files,
    units,
    trackPolicy,
    history: repository,
    handOvers,
    transactions,
    jobs,
    clock,
    counters,
    personalData,
    i18n,
    threads,
    optionalForms: foundation.config.optionalForms,
  });
  const dossiers = createDossiers({
    connection,
    disputes,
    records: repository,
    files,
    folders: fileRepository,
    standings: stores.standings,
    filing,
    unitNames: unitNamesOf(units),
    forms: forms.forms,
    contents,
    threads,
    transactions,
    jobs,
    clock,
  });
  disputes.define(dossiers.acts, 'dossiers');
  disputes.witnessed(dossiers.witness);
  files.watched(dossiers.refresh);
  return {
    files,
    keep: async (actor, disputeId, picture, place, once) => {
      const [kept] = await files.add(actor, disputeId, [picture], { ...place, copy: 'original' }, once);
      if (!kept) throw new Error(`the picture ${picture.name} was not kept`);
      return kept.id;
    },
    dossiers: dossiers.dossiers,
    bindSheets: dossiers.bindSheets,
    printer: forms.printer,
    printForm: forms.printForm,
    actPages: dossiers.actPages,
    rows: [...filePages({ files, uploads }), ...fileApi(files), ...forms.rows, ...dossiers.rows],
    jobs: [...fileJobs(dossiers.keeps), ...forms.jobs, ...dossiers.jobs],
    panels: async (dispute, actor) => [filesPanel(dispute, await files.folder(actor, dispute.id))],
  };
}
