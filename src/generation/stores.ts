// Stores that keep everything in memory until a batch is written: the services work on them as on the database, so a
// generated history is what they would have written, without a round trip for every act.

import { type Connection } from 'mongoose';
import { notFound } from '../domain/errors.ts';
import { type DisputeEvent } from '../domain/event.ts';
import { type State } from '../domain/lifecycle.ts';
import { AbsenceRepository } from '../features/absences/index.ts';
import {
  type AgreementDocument,
  type Revisit,
  AgreementRepository,
  BoardRepository,
  type Receipt,
} from '../features/agreements/index.ts';
import { type Board, EMPTY_BOARD } from '../domain/board.ts';
import {
  DisputeRepository,
  type DisputeFilter,
  type DisputeRecord,
  type MediatorWork,
  type Page,
  WorkRepository,
} from '../features/disputes/index.ts';
import { type MediatorProfile, MediatorRepository } from '../features/mediators/index.ts';
import { type Dossier, type FilingPackage, FilingRepository } from '../features/filing/index.ts';
import { type HandOverRecord, HandOverRepository } from '../features/hand-overs/index.ts';
import {
  type ConsentEntry,
  type ContactEntry,
  type EarlierRound,
  MediationRepository,
  type Participation,
  type SessionEntry,
} from '../features/mediation/index.ts';
import { SettingRepository } from '../features/suitability/index.ts';
import { type Random } from './random.ts';
import { Shelf } from './shelf.ts';

const TIME_DIGITS = 8;
const IN_WORK: readonly State[] = ['S08', 'S09', 'S10', 'S11'];

export class HeldDisputes extends DisputeRepository {
  readonly records = new Map<string, DisputeRecord>();
  readonly held = new Shelf<DisputeEvent>();
  readonly #random: Random;
  readonly #now: () => Date;

  constructor(connection: Connection, random: Random, now: () => Date) {
    super(connection);
    this.#random = random;
    this.#now = now;
  }

  override newId(): string {
    const seconds = Math.floor(this.#now().getTime() / 1000);
    return seconds.toString(16).padStart(TIME_DIGITS, '0') + this.#random.hex(16);
  }

  override async get(id: string): Promise<DisputeRecord> {
    const found = this.records.get(id);
    if (!found) throw notFound('disputeNotFound');
    return found;
  }

  override async insertMany(records: readonly DisputeRecord[]): Promise<void> {
    for (const record of records) this.records.set(record.id, record);
  }

  override async replace(record: DisputeRecord): Promise<void> {
    this.records.set(record.id, record);
  }

  override async append(events: readonly DisputeEvent[]): Promise<void> {
    this.held.add(events);
  }

  override async events(disputeId: string): Promise<readonly DisputeEvent[]> {
    return this.held.of(disputeId);
  }

  /** Only merging asks for a list: the disputes in hand that carry every term. */
  override async list(filter: DisputeFilter): Promise<Page<DisputeRecord>> {
    const terms = filter.terms ?? [];
    return {
      items: [...this.records.values()].filter((record) => terms.every((term) => record.terms.includes(term))),
    };
  }

  override async count(): Promise<number> {
    return 0;
  }

  override async findLikely(): Promise<readonly DisputeRecord[]> {
    return [];
  }

  /** Among the disputes in hand. */
  override async countOfPeople(indexes: readonly string[], sources: readonly string[], since: Date): Promise<number> {
    const known = new Set(indexes);
    return [...this.records.values()].filter(
      ({ source, lodgedAt, parties }) =>
        sources.includes(source) &&
        lodgedAt >= since &&
        parties.some(({ idIndex, phoneIndex }) => known.has(idIndex ?? '') || known.has(phoneIndex ?? '')),
    ).length;
  }

  clear(): void {
    this.records.clear();
    this.held.clear();
  }
}

/** The list and the figure in force are those of the moment; histories are told under them. */
export class HeldSettings extends SettingRepository {
  #all: Promise<Awaited<ReturnType<SettingRepository['all']>>> | undefined;

  override all(): ReturnType<SettingRepository['all']> {
    this.#all ??= super.all();
    return this.#all;
  }
}

export class HeldWork extends WorkRepository {
  readonly #disputes: HeldDisputes;

  constructor(connection: Connection, disputes: HeldDisputes) {
    super(connection);
    this.#disputes = disputes;
  }

  /** What the disputes in hand say; how earlier ones ended is not looked up. */
  override async workOf(ids: readonly string[]): Promise<ReadonlyMap<string, MediatorWork>> {
    const open = new Map<string, number>();
    for (const { mediator, state } of this.#disputes.records.values()) {
      if (mediator && IN_WORK.includes(state)) open.set(mediator.accountId, (open.get(mediator.accountId) ?? 0) + 1);
    }
    return new Map(ids.map((id) => [id, { open: open.get(id) ?? 0, ended: 0, succeeded: 0, declined: 0 }]));
  }

  /** Invented people meet once. */
  override async earlierDisputes(): Promise<readonly never[]> {
    return [];
  }
}

/** Nobody was away while the past was written, and nothing was said of anybody. */
export class HeldAbsences extends AbsenceRepository {
  override async from(): Promise<readonly never[]> {
    return [];
  }
}
export class HeldMediators extends MediatorRepository {
  override async ofAccounts(): Promise<ReadonlyMap<string, MediatorProfile>> {
    return new Map();
  }
}

export class HeldHandOvers extends HandOverRepository {
  readonly held = new Shelf<HandOverRecord>();

  override async ofDispute(disputeId: string): Promise<readonly HandOverRecord[]> {
    return this.held.of(disputeId);
  }

  override async insert(record: HandOverRecord): Promise<void> {
    this.held.add([record]);
  }

  override async replace(record: HandOverRecord): Promise<void> {
    this.held.change(record.disputeId, (old) => (old.id === record.id ? record : old));
  }

  clear(): void {
    this.held.clear();
  }
}

interface RoundKey {
  readonly id: string;
  readonly round: number;
}

export class HeldMediation extends MediationRepository {
  readonly heldContacts = new Shelf<ContactEntry>();
  readonly heldConsents = new Shelf<ConsentEntry>();
  readonly heldParticipations = new Shelf<Participation>();
  readonly heldSessions = new Shelf<SessionEntry>();
  readonly heldRounds = new Shelf<EarlierRound>();

  override addContact = async (entry: ContactEntry): Promise<void> => this.heldContacts.add([entry]);
  override addConsents = async (entries: readonly ConsentEntry[]): Promise<void> => this.heldConsents.add(entries);
  override addParticipations = async (entries: readonly Participation[]): Promise<void> =>
    this.heldParticipations.add(entries);
  override addSession = async (entry: SessionEntry): Promise<void> => this.heldSessions.add([entry]);
  override addRound = async (entry: EarlierRound): Promise<void> => this.heldRounds.add([entry]);

  override async contacts(key: RoundKey): Promise<readonly ContactEntry[]> {
    return this.heldContacts.ofRound(key);
  }

  override async consents(key: RoundKey): Promise<readonly ConsentEntry[]> {
    return this.heldConsents.ofRound(key);
  }

  override async participations(key: RoundKey): Promise<readonly Participation[]> {
    return this.heldParticipations.ofRound(key);
  }

  override async sessions(key: RoundKey): Promise<readonly SessionEntry[]> {
    return this.heldSessions.ofRound(key);
  }

  override async rounds(disputeId: string): Promise<readonly EarlierRound[]> {
    return this.heldRounds.of(disputeId);
  }

  clear(): void {
    this.heldContacts.clear();
    this.heldConsents.clear();
    this.heldParticipations.clear();
    this.heldSessions.clear();
    this.heldRounds.clear();
  }
}

export class HeldAgreements extends AgreementRepository {
  readonly heldAgreements = new Shelf<AgreementDocument>();
  readonly heldReceipts = new Shelf<Receipt>();

  readonly heldRevisits = new Shelf<Revisit>();

  override async revisits(disputeId: string): Promise<readonly Revisit[]> {
    return this.heldRevisits.of(disputeId);
  }

  override async addRevisit(revisit: Revisit): Promise<void> {
    this.heldRevisits.add([revisit]);
  }

  override async versions(key: RoundKey): Promise<readonly AgreementDocument[]> {
    return this.heldAgreements.ofRound(key);
  }

  override async receipts(key: RoundKey): Promise<readonly Receipt[]> {
    return this.heldReceipts.ofRound(key);
  }

  override async insert(document: AgreementDocument): Promise<void> {
    this.heldAgreements.add([document]);
  }

  override async complete(document: AgreementDocument, change: object): Promise<void> {
    this.heldAgreements.change(document.disputeId, (old) =>
      old.round === document.round && old.version === document.version ? { ...old, ...change } : old,
    );
  }

  override async addReceipts(receipts: readonly Receipt[]): Promise<void> {
    this.heldReceipts.add(receipts);
  }

  clear(): void {
    this.heldAgreements.clear();
    this.heldReceipts.clear();
    this.heldRevisits.clear();
  }
}

export class HeldBoards extends BoardRepository {
  readonly held = new Map<string, Board & { readonly disputeId: string; readonly round: number }>();

  override async ofRound({ id, round }: RoundKey): Promise<Board> {
    const { issues, facts, proposals } = this.held.get(`${id}:${round}`) ?? EMPTY_BOARD;
    return { issues, facts, proposals };
  }

  override async save({ id, round }: RoundKey, board: Board): Promise<void> {
    this.held.set(`${id}:${round}`, { disputeId: id, round, ...board });
  }

  clear(): void {
    this.held.clear();
  }
}

export class HeldFiling extends FilingRepository {
  readonly heldPackages = new Shelf<FilingPackage>();
  readonly heldDossiers = new Shelf<Dossier>();

  override async latestPackage(disputeId: string): Promise<FilingPackage | undefined> {
    return this.heldPackages.of(disputeId).at(-1);
  }

  override async insertPackage(document: FilingPackage): Promise<void> {
    this.heldPackages.add([document]);
  }

  override async dossiers(disputeId: string): Promise<readonly Dossier[]> {
    return this.heldDossiers.of(disputeId);
  }

  override async insertDossier(dossier: Dossier): Promise<void> {
    this.heldDossiers.add([dossier]);
  }

  override async completeDossier({ id, round }: RoundKey, change: object): Promise<void> {
    this.heldDossiers.change(id, (old) => (old.round === round ? { ...old, ...change } : old));
  }

  clear(): void {
    this.heldPackages.clear();
    this.heldDossiers.clear();
  }
}
