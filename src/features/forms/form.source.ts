// Gathers everything the record holds that a form may say, once, for any form.

import { type UnitRecord, type UnitsService } from '../units/index.ts';
import {
  type AgreementDocument,
  type AgreementRepository,
  type BoardRepository,
  type Receipt,
  type Revisit,
} from '../agreements/index.ts';
import { type Board } from '../../domain/board.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { referralWord, type TrackPolicy } from '../../domain/track-policy.ts';
import { type DisputeRecord, type DisputeRepository, trackDay } from '../disputes/index.ts';
import { current, evidenceOf, type FileRecord, type FileService } from '../files/index.ts';
import { type Dossier, type FilingPackage, type FilingRepository } from '../filing/index.ts';
import { type HandOverRecord, type HandOverRepository } from '../hand-overs/index.ts';
import { type MediationRepository, type SessionEntry } from '../mediation/index.ts';

export interface FormSource {
  readonly dispute: DisputeRecord;
  readonly owner: UnitRecord | undefined;
  readonly court: UnitRecord | undefined;
  readonly tribunal: string;
  readonly registrar: string;
  /** The verb of the court's letter to mediators, by the policy of the round's day. */
  readonly referral: string;
  /** The dispute's history, oldest first. */
  readonly events: readonly DisputeEvent[];
  readonly handOvers: readonly HandOverRecord[];
  readonly revisits: readonly Revisit[];
  /** The full name of a unit. */
  readonly unitName: (code: string) => string;
  readonly sessions: readonly SessionEntry[];
  /** What was put on the table; it never leaves the mediation. */
  readonly board: Board;
  readonly agreement: AgreementDocument | undefined;
  readonly receipts: readonly Receipt[];
  readonly evidence: readonly FileRecord[];
  readonly package: FilingPackage | undefined;
  readonly dossier: Dossier | undefined;
}

export interface SourceDeps {
  readonly mediation: MediationRepository;
  readonly agreements: AgreementRepository;
  readonly boards: Pick<BoardRepository, 'ofRound'>;
  readonly filing: FilingRepository;
  readonly files: Pick<FileService, 'ofDispute'>;
  readonly units: Pick<UnitsService, 'directory' | 'tribunalOf'>;
  readonly trackPolicy: (on: CalendarDay) => Promise<Pick<TrackPolicy, 'referral'>>;
  readonly history: Pick<DisputeRepository, 'events'>;
  readonly handOvers: Pick<HandOverRepository, 'ofDispute'>;
}

/** Reads the record of the dispute's present round. */
export async function readSource(deps: SourceDeps, dispute: DisputeRecord): Promise<FormSource> {
  const [directory, sessions, agreement, receipts, files, filed, dossiers, events, handOvers, revisits, board] =
    await Promise.all([
      deps.units.directory(),
      deps.mediation.sessions(dispute),
      deps.agreements.latest(dispute),
      deps.agreements.receipts(dispute),
      deps.files.ofDispute(dispute.id),
      deps.filing.latestPackage(dispute.id),
      deps.filing.dossiers(dispute.id),
      deps.history.events(dispute.id),
      deps.handOvers.ofDispute(dispute.id),
      deps.agreements.revisits(dispute.id),
      deps.boards.ofRound(dispute),
    ]);
  const tribunal = await deps.units.tribunalOf(dispute.place.unitCode).then(
    (found) => found.tribunal.fullName.zh,
    () => '',
  );
  return {
    dispute,
    owner: directory.get(dispute.owner.code),
    court: directory.get(dispute.owner.path[0] ?? ''),
    tribunal,
    registrar: events[0]?.actor.name ?? '',
    referral: referralWord(await deps.trackPolicy(trackDay(dispute)), dispute.track),
    events,
    handOvers,
    revisits: revisits.filter(({ round }) => round === dispute.round),
    unitName: (code) => directory.get(code)?.fullName.zh ?? code,
    sessions,
    board,
    agreement,
    receipts,
    evidence: evidenceOf(files, dispute.round),
    package: filed,
    dossier: dossiers.find(({ round }) => round === dispute.round),
  };
}

/** Pages of a paper as the list of evidence counts them. */
export const pagesOf = (file: FileRecord): string => String(current(file).pages ?? '');
