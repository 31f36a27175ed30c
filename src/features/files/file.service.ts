// Papers, pictures and recordings come in, are replaced, described, withdrawn and opened. Bytes are kept first and named
// by a record afterwards, inside one transaction with the folder of the dispute; what fails leaves nothing that is seen.

import { type Readable } from 'node:stream';
import { type DossierPart } from '../../domain/dossier.ts';
import { conflict, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { FILE_BYTES, mayFile, mayOpen } from '../../domain/file.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { caseInLaw, type DisputeRecord, type DisputeService, type Witness } from '../disputes/index.ts';
import { cleanName, described, titleOf } from './file.description.ts';
import { INSPECT_JOB } from './file.jobs.ts';
import { current, type FileRecord, type FileVersion } from './file.record.ts';
import { type FileRepository } from './file.repository.ts';
import { type FileDetails } from './file.schema.ts';
import { type Received, sniff } from './file.sniff.ts';

export interface FileServiceDeps {
  readonly repository: FileRepository;
  readonly contents: Contents;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** A dispute's papers as this person may see them. */
export interface FolderView {
  readonly dispute: DisputeRecord;
  readonly files: readonly FileRecord[];
  /** How many more there are that only the mediators may open. */
  readonly hidden: number;
  readonly mayAdd: boolean;
}

/** A file the system made: an issued form, a dossier. */
export interface Made {
  readonly part: DossierPart;
  readonly title: string;
  readonly fileName: string;
  readonly form?: string;
  readonly about?: string;
  readonly pages?: number;
}

const handOf = ({ accountId, name }: Pick<Actor, 'accountId' | 'name'>): FileVersion['addedBy'] => ({
  accountId,
  name,
});
/** Keeps what follows from the papers of a dispute in step with them, in the transaction that changes them. */
export type FolderWatch = (disputeId: string, tx: Tx) => Promise<void>;

export class FileService {
  readonly #deps: FileServiceDeps;
  readonly #watches: FolderWatch[] = [];

  constructor(deps: FileServiceDeps) {
    this.#deps = deps;
  }

  /** Every change of papers from now on is told. */
  watched(watch: FolderWatch): void {
    this.#watches.push(watch);
  }

  /** The papers of the dispute this person may see. @throws DomainError `disputeNotFound` */
  async folder(actor: Actor, disputeId: string): Promise<FolderView> {
    const dispute = await this.#read(actor, disputeId);
    const law = caseInLaw(dispute, this.#deps.clock.now());
    const all = await this.#deps.repository.ofDispute(disputeId);
    const files = all.filter(({ part }) => mayOpen(actor, part, law));
    return {
      dispute,
      files,
      hidden: all.length - files.length,
      mayAdd: mayFile(actor, law) && dispute.state !== 'S23',
    };
  }

  /** What is filed now and this person may open, by name, for forms that refer to a paper. */
  async named(actor: Actor, disputeId: string): Promise<readonly { readonly id: string; readonly title: string }[]> {
    const { files } = await this.folder(actor, disputeId);
    return files.filter(({ withdrawn }) => withdrawn === undefined).map(({ id, title }) => ({ id, title }));
  }

  /** Every paper of the dispute, for features that have judged the reader themselves. */
  ofDispute(disputeId: string): Promise<readonly FileRecord[]> {
    return this.#deps.repository.ofDispute(disputeId);
  }

  /** @throws DomainError `files.notFound` also when the person may not open it */
  async get(actor: Actor, disputeId: string, fileId: string): Promise<{ dispute: DisputeRecord; file: FileRecord }> {
    const dispute = await this.#read(actor, disputeId);
    const file = await this.#deps.repository.get(disputeId, fileId);
    if (!mayOpen(actor, file.part, caseInLaw(dispute, this.#deps.clock.now()))) throw notFound('files.notFound');
    return { dispute, file };
  }

  /** The bytes of a version. @throws DomainError `files.notFound`, `files.contentGone` */
  async open(
    actor: Actor,
    disputeId: string,
    fileId: string,
    no: number,
    what: 'content' | 'preview' = 'content',
  ): Promise<{ version: FileVersion; stream: Readable }> {
    const { dispute, file } = await this.get(actor, disputeId, fileId);
    // A form names the parties in full: it is opened by those who work on the dispute, not by those who only look on.
    if (file.form !== undefined && !mayFile(actor, caseInLaw(dispute, this.#deps.clock.now()))) {
      throw forbidden('files.formNotYours', 'files.writers');
    }
    const version = file.versions.find((one) => one.no === no);
    const content = what === 'preview' ? version?.previewId : version?.contentId;
    if (!version || !content) throw notFound('files.notFound');
    return { version, stream: await this.#deps.contents.open(content) };
  }

  /** The bytes of a version, for features that have judged the reader themselves. */
  bytes({ contentId }: FileVersion): Promise<Buffer> {
    return this.#deps.contents.read(contentId);
  }

  /**
   * Keeps files that came in, each as a paper of its own.
   * @throws DomainError `validation` at `file`; forbidden `files.notYours`; conflict `files.archived`
   */
  async add(
    actor: Actor,
    disputeId: string,
    received: readonly Received[],
    details: FileDetails,
    once?: Once,
  ): Promise<readonly FileRecord[]> {
    const { repository, clock, transactions, jobs } = this.#deps;
    await this.#demandWriter(actor, disputeId);
    if (received.length === 0) throw invalidField('file', 'any.required');
    const kept: Omit<FileVersion, 'no'>[] = [];
    for (const file of received) kept.push(await this.#keep(actor, file));
    const { ids } = await runOnce(transactions, once, async (tx) => {
      const dispute = await this.#demandWriter(actor, disputeId);
      const before = await repository.openFolder(disputeId, kept.length, tx);
      const records = kept.map((version, index): FileRecord => {
        const own = details.title === undefined || kept.length > 1;
        return {
          id: repository.newId(),
          disputeId,
          no: before + index + 1,
          round: dispute.round,
          version: 1,
          ...described(details, own ? titleOf(version.fileName) : details.title, clock.now(), dispute),
          versions: [{ ...version, no: 1 }],
        };
      });
      await repository.insert(records, tx);
      for (const { id } of records) await jobs.enqueue(tx, INSPECT_JOB, { payload: { fileId: id, no: 1 } });
      await this.#tell(disputeId, tx);
      return { ids: records.map(({ id }) => id) };
    });
    return Promise.all(ids.map((id) => repository.get(disputeId, id)));
  }

  /**
   * Puts a new version before the old ones.
   * @throws DomainError as `add`; stale; conflict `files.earlierRound`, `files.withdrawn`, `files.madeBySystem`
   */
  async replace(
    actor: Actor,
    disputeId: string,
    fileId: string,
    received: Received | undefined,
    { reason, version: seen }: { readonly reason: string; readonly version: number },
  ): Promise<FileRecord> {
    await this.#demandWriter(actor, disputeId);
    if (!received) throw invalidField('file', 'any.required');
    const kept = await this.#keep(actor, received);
    return this.#change(actor, disputeId, fileId, seen, async (file, tx) => {
      if (file.form !== undefined) throw conflict('files.madeBySystem');
      const no = current(file).no + 1;
      await this.#deps.jobs.enqueue(tx, INSPECT_JOB, { payload: { fileId, no } });
      return { ...file, versions: [...file.versions, { ...kept, no, reason }] };
    });
  }

  /** Corrects what is said of a file. @throws DomainError as `replace` */
  async describe(
    actor: Actor,
    disputeId: string,
    fileId: string,
    { version: seen, ...details }: FileDetails & { readonly title: string; readonly version: number },
  ): Promise<FileRecord> {
    return this.#change(actor, disputeId, fileId, seen, async (file, _tx, dispute) => {
      const { evidence: _evidence, about, ...rest } = file;
      const now = this.#deps.clock.now();
      return { ...rest, ...(about ? { about } : {}), ...described(details, details.title, now, dispute) };
    });
  }

  /** Takes a file out of the dossier; it stays to be seen with the reason. @throws DomainError as `replace` */
  async withdraw(
    actor: Actor,
    disputeId: string,
    fileId: string,
    { reason, version: seen }: { readonly reason: string; readonly version: number },
  ): Promise<FileRecord> {
    return this.#change(actor, disputeId, fileId, seen, async (file) => ({
      ...file,
      withdrawn: { at: this.#deps.clock.now(), by: handOf(actor), reason },
    }));
  }

  /**
   * Keeps what the system made, as a new paper or, with `file`, as its next version. Who may ask for it is judged by
   * the feature that makes it. @throws DomainError conflict `files.archived`
   */
  async file(
    by: Pick<Actor, 'accountId' | 'name'>,
    dispute: Pick<DisputeRecord, 'id' | 'round'>,
    made: Made,
    source: Readable,
    mediaType: string,
    options: { readonly file?: FileRecord; readonly also?: (file: FileRecord, tx: Tx) => Promise<void> } = {},
  ): Promise<FileRecord> {
    const { repository, contents, transactions, clock } = this.#deps;
    const content = await contents.put(source, FILE_BYTES);
    const { part, title, fileName, form, about, pages } = made;
    return transactions.run(async (tx) => {
      const known = options.file ? await repository.get(dispute.id, options.file.id, tx) : undefined;
      const before = await repository.openFolder(dispute.id, known ? 0 : 1, tx);
      const version: FileVersion = {
        no: known ? current(known).no + 1 : 1,
        contentId: content.id,
        fileName: cleanName(fileName),
        mediaType,
        bytes: content.bytes,
        sha256: content.sha256,
        addedAt: clock.now(),
        addedBy: handOf(by),
        inspection: 'done',
        ...(pages === undefined ? {} : { pages }),
      };
      const record: FileRecord = known
        ? { ...known, title, version: known.version + 1, versions: [...known.versions, version] }
        : {
            id: repository.newId(),
            disputeId: dispute.id,
            no: before + 1,
            round: dispute.round,
            version: 1,
            part,
            title,
            ...(form ? { form } : {}),
            ...(about ? { about } : {}),
            versions: [version],
          };
      if (known) await repository.replace(record, known.version, tx);
      else await repository.insert([record], tx);
      await this.#tell(dispute.id, tx);
      await options.also?.(record, tx);
      return record;
    });
  }

  /** @throws DomainError `disputeNotFound`; forbidden `files.notYours`; conflict `files.archived` */
  async demandMayAdd(actor: Actor, disputeId: string): Promise<void> {
    await this.#demandWriter(actor, disputeId);
  }

  /** Locks the folder with the archive, and opens it again with a new round (人民调解法27; 一案一卷). */
  lockWithArchive: Witness = async ({ before, after }, tx) => {
    if (before.state !== 'S23' && after.state === 'S23') await this.#deps.repository.lockFolder(after.id, true, tx);
    if (before.state === 'S23' && after.state !== 'S23') await this.#deps.repository.lockFolder(after.id, false, tx);
  };

  async #tell(disputeId: string, tx: Tx): Promise<void> {
    for (const watch of this.#watches) await watch(disputeId, tx);
  }

  async #keep(actor: Actor, received: Received): Promise<Omit<FileVersion, 'no'>> {
    const { contents, clock } = this.#deps;
    if (received.bytes > FILE_BYTES) throw invalidField('file', 'files.tooLarge', { name: received.name });
    const mediaType = await sniff(received);
    const { id: contentId, bytes, sha256 } = await contents.put(received.open(), FILE_BYTES);
    return {
      contentId,
      fileName: cleanName(received.name),
      mediaType,
      bytes,
      sha256,
      addedAt: clock.now(),
      addedBy: handOf(actor),
      inspection: 'waiting',
    };
  }

  async #change(
    actor: Actor,
    disputeId: string,
    fileId: string,
    seen: number,
    work: (file: FileRecord, tx: Tx, dispute: DisputeRecord) => Promise<FileRecord>,
  ): Promise<FileRecord> {
    const { repository, transactions, clock } = this.#deps;
    return transactions.run(async (tx) => {
      const dispute = await this.#demandWriter(actor, disputeId);
      const file = await repository.get(disputeId, fileId, tx);
      if (!mayOpen(actor, file.part, caseInLaw(dispute, clock.now()))) throw notFound('files.notFound');
      if (file.withdrawn) throw conflict('files.withdrawn');
      if (file.round !== dispute.round) throw conflict('files.earlierRound', 'L50', { round: file.round });
      await repository.openFolder(disputeId, 0, tx);
      const changed = { ...(await work(file, tx, dispute)), version: seen + 1 };
      await repository.replace(changed, seen, tx);
      await this.#tell(disputeId, tx);
      return changed;
    });
  }

  /** The dispute, read in full. @throws DomainError `disputeNotFound` */
  async #read(actor: Actor, disputeId: string): Promise<DisputeRecord> {
    const { dispute, reading } = await this.#deps.disputes.read(actor, disputeId);
    if (reading !== 'full') throw notFound('disputeNotFound');
    return dispute;
  }

  /** @throws DomainError `disputeNotFound`; forbidden `files.notYours`; conflict `files.archived` */
  async #demandWriter(actor: Actor, disputeId: string): Promise<DisputeRecord> {
    const dispute = await this.#read(actor, disputeId);
    if (!mayFile(actor, caseInLaw(dispute, this.#deps.clock.now()))) throw forbidden('files.notYours', 'files.writers');
    if (dispute.state === 'S23') throw conflict('files.archived', 'L49');
    return dispute;
  }
}
