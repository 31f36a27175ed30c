// Where casework keeps what it writes: one repository a store, on a database or held in memory by the generator.

import { type Connection } from 'mongoose';
import { SeriesRepository } from './features/series/index.ts';
import { AbsenceRepository } from './features/absences/index.ts';
import { AgreementRepository, BoardRepository } from './features/agreements/index.ts';
import { CalculatorRepository } from './features/calculators/index.ts';
import { DisputeRepository, WorkRepository } from './features/disputes/index.ts';
import { StandingRepository } from './features/dossiers/index.ts';
import { FileRepository } from './features/files/index.ts';
import { FilingRepository } from './features/filing/index.ts';
import { HandOverRepository } from './features/hand-overs/index.ts';
import { MediationRepository } from './features/mediation/index.ts';
import { MediatorRepository } from './features/mediators/index.ts';
import { MessageRepository } from './features/messages/index.ts';
import { ScheduleRepository } from './features/schedule/index.ts';
import { SettingRepository } from './features/suitability/index.ts';
import { WarningRepository, UrgingRepository } from './features/supervision/index.ts';

/** Where casework keeps what it writes. */
export interface Stores {
  readonly disputes: DisputeRepository;
  readonly handOvers: HandOverRepository;
  readonly mediation: MediationRepository;
  readonly agreements: AgreementRepository;
  readonly boards: BoardRepository;
  readonly files: FileRepository;
  readonly filing: FilingRepository;
  readonly work: WorkRepository;
  readonly mediators: MediatorRepository;
  readonly absences: AbsenceRepository;
  readonly warnings: WarningRepository;
  readonly urgings: UrgingRepository;
  readonly settings: SettingRepository;
  readonly schedule: ScheduleRepository;
  readonly calculators: CalculatorRepository;
  readonly series: SeriesRepository;
  readonly messages: MessageRepository;
  /** Closed disputes whose dossiers are not put away. */
  readonly standings: StandingRepository;
}

/** The collections of a database; the generator of trial data gives stores that write in batches instead. */
export const storesOn = (connection: Connection): Stores => ({
  disputes: new DisputeRepository(connection),
  handOvers: new HandOverRepository(connection),
  mediation: new MediationRepository(connection),
  agreements: new AgreementRepository(connection),
  boards: new BoardRepository(connection),
  files: new FileRepository(connection),
  filing: new FilingRepository(connection),
  work: new WorkRepository(connection),
  mediators: new MediatorRepository(connection),
  absences: new AbsenceRepository(connection),
  warnings: new WarningRepository(connection),
  urgings: new UrgingRepository(connection),
  settings: new SettingRepository(connection),
  schedule: new ScheduleRepository(connection),
  calculators: new CalculatorRepository(connection),
  series: new SeriesRepository(connection),
  messages: new MessageRepository(connection),
  standings: new StandingRepository(connection),
});
