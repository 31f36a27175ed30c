// What must hold of what is kept beside the disputes: receipts and their sums, requests to parties, the members of series,
// papers and their bytes.

import mongoose, { type Connection, trusted } from 'mongoose';
import { type DisputeRecord } from '../features/disputes/index.ts';
import { type DossierStanding, standingOf } from '../features/dossiers/index.ts';
import { type FileRecord } from '../features/files/index.ts';
import { type Finding } from './finding.ts';

/** The contents that no record names are swept after a day; twice that is too long. */
const SWEPT_AFTER = 2 * 86_400_000;

interface ReceiptRow {
  readonly disputeId: string;
  readonly round: number;
  readonly itemId: string;
  readonly amountFen?: number;
}
interface ProofRow {
  readonly disputeId: string;
  readonly round: number;
  readonly partyId: string;
  readonly subject: string;
  readonly no?: number;
  readonly answer?: string;
  readonly answeredAt?: Date;
}
type FileRow = Omit<FileRecord, 'id'> & { readonly _id: string };
type StandingRow = Omit<DossierStanding, 'id'> & { readonly _id: string };
interface FolderRow {
  readonly _id: string;
  readonly files: number;
  readonly locked: boolean;
}

const rowsOf = async <T extends object>(connection: Connection, collection: string, filter: object): Promise<T[]> =>
  connection
    .collection<T>(collection)
    .find(filter as never)
    .toArray() as Promise<T[]>;
const within = (ids: readonly string[]) => trusted({ $in: [...ids] });
const own = <T extends { readonly disputeId: string }>(rows: readonly T[], { id }: DisputeRecord): readonly T[] =>
  rows.filter(({ disputeId }) => disputeId === id);

/** What was paid by the record is what the receipts add up to, and an item is settled exactly when it is paid. */
function agreementFaults(dispute: DisputeRecord, receipts: readonly ReceiptRow[]): readonly string[] {
  const { agreement, round } = dispute;
  const present = receipts.filter((receipt) => receipt.round === round);
  const items = agreement?.items ?? [];
  const strays = present.filter(({ itemId }) => !items.some(({ id }) => id === itemId));
  return [
    ...strays.map(({ itemId }) => `a receipt names the item ${itemId}, which its agreement does not have`),
    ...items.flatMap((item) => {
      const paid = present
        .filter(({ itemId }) => itemId === item.id)
        .reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0);
      const open = item.amountFen !== undefined && item.paidFen < item.amountFen;
      return [
        ...(paid === item.paidFen ? [] : [`the item ${item.id} says ${item.paidFen} fen paid, its receipts ${paid}`]),
        ...(item.settledOn !== undefined && open ? [`the item ${item.id} is settled, but not paid`] : []),
      ];
    }),
  ];
}

/** A request is about a party and a session that are there, and an answer has its instant. */
function proofFaults(dispute: DisputeRecord, proofs: readonly ProofRow[]): readonly string[] {
  const parties = new Set(dispute.parties.map(({ id }) => id));
  return proofs.flatMap(({ partyId, round, no, subject, answer, answeredAt }) => [
    ...(parties.has(partyId) ? [] : [`a confirmation was asked of ${partyId}, who is no party`]),
    ...(subject === 'session' && round === dispute.round && (no ?? 0) > dispute.sessions
      ? [`a confirmation was asked of session ${no}, which was not recorded`]
      : []),
    ...((answer === undefined) === (answeredAt === undefined) ? [] : ['an answer of a party has no instant']),
  ]);
}

/** Papers are numbered without gaps, their bytes are there, and the folder is locked exactly with the archive. */
function fileFaults(
  dispute: DisputeRecord,
  files: readonly FileRow[],
  folder: FolderRow | undefined,
  there: ReadonlySet<string>,
): readonly string[] {
  const numbers = files.map(({ no }) => no).toSorted((a, b) => a - b);
  return [
    ...(numbers.every((no, index) => no === index + 1) ? [] : ['its papers are not numbered without gaps']),
    ...((folder?.files ?? 0) === files.length
      ? []
      : [`its folder counts ${folder?.files ?? 0} of ${files.length} papers`]),
    ...((folder?.locked ?? false) === (dispute.state === 'S23')
      ? []
      : [`its folder is ${folder?.locked ? 'locked' : 'open'}, it is in ${dispute.state}`]),
    ...files.flatMap(({ no, round, versions }) => [
      ...(round > dispute.round ? [`paper ${no} belongs to round ${round}, it is in ${dispute.round}`] : []),
      ...versions.flatMap(({ contentId, previewId, no: version }) =>
        [contentId, ...(previewId ? [previewId] : [])]
          .filter((id) => !there.has(id))
          .map(() => `the bytes of paper ${no}, version ${version}, are gone`),
      ),
    ]),
  ];
}

/** The list of dossiers to be put away has a closed dispute, with what its papers lack, and no other. */
function standingFaults(
  dispute: DisputeRecord,
  files: readonly FileRow[],
  row: StandingRow | undefined,
): readonly string[] {
  if (dispute.state !== 'S22') return row ? ['it stands on the list of dossiers to archive and is not closed'] : [];
  if (!row) return ['it is closed and not on the list of dossiers to archive'];
  const due = standingOf(
    dispute,
    files.map(({ _id, ...file }) => ({ id: _id, ...file })),
  );
  const said = (one: Omit<DossierStanding, 'id'>) => `${one.unitCode} ${one.dueAt.getTime()} ${one.missing.join(' ')}`;
  return said(row) === said(due) ? [] : [`the list of dossiers to archive says ${said(row)}, its papers ${said(due)}`];
}

/** Everything kept beside these disputes. */
export async function checkPapers(
  connection: Connection,
  batch: readonly DisputeRecord[],
): Promise<readonly Finding[]> {
  const ids = batch.map(({ id }) => id);
  const [receipts, proofs, files, folders, standings] = await Promise.all([
    rowsOf<ReceiptRow>(connection, 'receipts', { disputeId: within(ids) }),
    rowsOf<ProofRow>(connection, 'proofs', { disputeId: within(ids) }),
    rowsOf<FileRow>(connection, 'files', { disputeId: within(ids) }),
    rowsOf<FolderRow>(connection, 'fileFolders', { _id: within(ids) }),
    rowsOf<StandingRow>(connection, 'dossierStandings', { _id: within(ids) }),
  ]);
  const named = files.flatMap(({ versions }) =>
    versions.flatMap(({ contentId, previewId }) => [contentId, ...(previewId ? [previewId] : [])]),
  );
  const there = await contentsThere(connection, [...new Set(named)]);
  return batch.flatMap((dispute) => {
    const finding =
      (check: Finding['check']) =>
      (detail: string): Finding => ({ check, dispute: dispute.id, number: dispute.number, detail });
    const folder = folders.find(({ _id }) => _id === dispute.id);
    const standing = standings.find(({ _id }) => _id === dispute.id);
    return [
      ...agreementFaults(dispute, own(receipts, dispute)).map(finding('agreement')),
      ...proofFaults(dispute, own(proofs, dispute)).map(finding('proof')),
      ...fileFaults(dispute, own(files, dispute), folder, there).map(finding('files')),
      ...standingFaults(dispute, own(files, dispute), standing).map(finding('dossier')),
    ];
  });
}

async function contentsThere(connection: Connection, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await connection
    .collection('contents.files')
    .find({ _id: trusted({ $in: ids.map((id) => new mongoose.mongo.ObjectId(id)) }) })
    .project({ _id: 1 })
    .toArray();
  return new Set(found.map(({ _id }) => String(_id)));
}

/** Bytes that no record names, once the sweep has had its time since the newest bytes came in. */
export async function checkContents(connection: Connection): Promise<readonly Finding[]> {
  const contents = connection.collection('contents.files');
  const [newest] = await contents.find().sort({ uploadDate: -1 }).limit(1).toArray();
  if (!newest) return [];
  const before = new Date((newest['uploadDate'] as Date).getTime() - SWEPT_AFTER);
  const old = await contents
    .find({ uploadDate: trusted({ $lt: before }) })
    .project({ _id: 1 })
    .toArray();
  let unnamed = 0;
  for (const { _id } of old) {
    const id = String(_id);
    const [file, preview, bound] = await Promise.all([
      connection.collection('files').findOne({ 'versions.contentId': id }),
      connection.collection('files').findOne({ 'versions.previewId': id }),
      connection.collection('boundDossiers').findOne({ contentId: id }),
    ]);
    if (!file && !preview && !bound) unnamed += 1;
  }
  return unnamed === 0 ? [] : [{ check: 'files', detail: `no record names ${unnamed} contents; the sweep left them` }];
}

/** Every registered row of a series leads to a dispute, and a dispute belongs to one series. */
export async function checkSeries(connection: Connection): Promise<readonly Finding[]> {
  const rows = await rowsOf<{ seriesId: string; line: number; disputeId?: string }>(connection, 'seriesRows', {
    state: 'done',
  });
  const ids = rows.flatMap(({ disputeId }) => (disputeId ? [disputeId] : []));
  const found = await connection
    .collection('disputes')
    .find({ _id: trusted({ $in: ids.map((id) => new mongoose.mongo.ObjectId(id)) }) })
    .project({ _id: 1 })
    .toArray();
  const there = new Set(found.map(({ _id }) => String(_id)));
  const seen = new Set<string>();
  return rows.flatMap(({ seriesId, line, disputeId }): readonly Finding[] => {
    if (!disputeId || !there.has(disputeId)) {
      return [{ check: 'members', detail: `row ${line} of the series ${seriesId} leads to no dispute` }];
    }
    if (seen.has(disputeId)) {
      return [{ check: 'members', dispute: disputeId, detail: 'it is a member of more than one series' }];
    }
    seen.add(disputeId);
    return [];
  });
}
