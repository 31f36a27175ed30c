import { DOSSIER_PARTS, FILED_PARTS } from '../../domain/dossier.ts';
import { FILE_TYPES } from '../../domain/file.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { current, COPIES, type FileRecord, type FileVersion } from './file.record.ts';

export interface VersionView {
  readonly no: number;
  readonly fileName: string;
  readonly kind: string;
  readonly size: SizeView;
  readonly pages: number | null;
  readonly waiting: boolean;
  readonly problem: string | null;
  readonly previewHref: string | null;
  readonly href: string;
  readonly showHref: string | null;
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
  readonly sha256: string;
}

/** A size in the largest fitting unit, with one decimal below ten. */
export interface SizeView {
  readonly value: string;
  readonly unit: 'B' | 'KB' | 'MB';
}

export function sizeOf(bytes: number): SizeView {
  if (bytes < 1024) return { value: String(bytes), unit: 'B' };
  const [amount, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB' as const] : [bytes / 1024 / 1024, 'MB' as const];
  return { value: amount < 10 ? amount.toFixed(1) : String(Math.round(amount)), unit };
}

const addressOf = (file: FileRecord): string => `/disputes/${file.disputeId}/files/${file.id}`;

/** Only pictures are shown inside the browser; everything else is saved to the device. */
export const mayShow = ({ mediaType }: Pick<FileVersion, 'mediaType'>): boolean =>
  ['image/jpeg', 'image/png', 'image/webp', 'image/gif'].includes(mediaType);

function versionView(file: FileRecord, version: FileVersion): VersionView {
  const address = `${addressOf(file)}/versions/${version.no}`;
  return {
    no: version.no,
    fileName: version.fileName,
    kind: FILE_TYPES[version.mediaType]?.nature ?? 'paper',
    size: sizeOf(version.bytes),
    pages: version.pages ?? null,
    waiting: version.inspection === 'waiting',
    problem: version.problem ?? null,
    previewHref: version.previewId ? `${address}/preview` : null,
    href: `${address}/content`,
    showHref: mayShow(version) ? `${address}/content?show=1` : null,
    at: version.addedAt,
    by: version.addedBy.name,
    reason: version.reason ?? null,
    sha256: version.sha256,
  };
}

/** A file as its page and the list show it. */
export function fileViewOf(file: FileRecord, dispute: Pick<DisputeRecord, 'parties' | 'round'>) {
  const { evidence } = file;
  return {
    id: file.id,
    no: file.no,
    round: file.round,
    version: file.version,
    href: addressOf(file),
    title: file.title,
    part: file.part,
    form: file.form ?? null,
    evidence: evidence ?? null,
    submitterName: dispute.parties.find(({ id }) => id === evidence?.submitter)?.name ?? null,
    withdrawn: file.withdrawn ?? null,
    earlier: file.round !== dispute.round,
    latest: versionView(file, current(file)),
    versions: file.versions.map((version) => versionView(file, version)).toReversed(),
  };
}
export type FileView = ReturnType<typeof fileViewOf>;

/** The papers by part, in the order of the dossier. */
export function folderParts(files: readonly FileRecord[], dispute: Pick<DisputeRecord, 'parties' | 'round'>) {
  return DOSSIER_PARTS.map((part) => ({
    part,
    files: files.filter((file) => file.part === part).map((file) => fileViewOf(file, dispute)),
  })).filter((group) => group.files.length > 0);
}

/** Choices of the forms about files. */
export const fileChoices = (dispute: Pick<DisputeRecord, 'parties'>) => ({
  parts: FILED_PARTS,
  copies: COPIES,
  submitters: dispute.parties.map(({ id, name }) => ({ value: id, text: name })),
});

/** A file as programs see it. */
export const fileJson = ({ id, disputeId, versions, ...file }: FileRecord) => ({
  id,
  no: file.no,
  round: file.round,
  version: file.version,
  part: file.part,
  title: file.title,
  ...(file.form ? { form: file.form } : {}),
  ...(file.about ? { about: file.about } : {}),
  ...(file.evidence ? { evidence: file.evidence } : {}),
  ...(file.withdrawn
    ? { withdrawn: { at: file.withdrawn.at, by: file.withdrawn.by.name, reason: file.withdrawn.reason } }
    : {}),
  versions: versions.map((version) => ({
    no: version.no,
    fileName: version.fileName,
    mediaType: version.mediaType,
    bytes: version.bytes,
    sha256: version.sha256,
    inspection: version.inspection,
    ...(version.pages === undefined ? {} : { pages: version.pages }),
    ...(version.problem ? { problem: version.problem } : {}),
    addedAt: version.addedAt,
    addedBy: version.addedBy.name,
    ...(version.reason ? { reason: version.reason } : {}),
    content: `/api/v1/disputes/${disputeId}/documents/${id}/versions/${version.no}/content`,
  })),
});
