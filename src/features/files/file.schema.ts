import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type DossierPart, FILED_PARTS } from '../../domain/dossier.ts';
import { FILE_BYTES } from '../../domain/file.ts';
import { day, text } from '../disputes/index.ts';
import { type Copy, COPIES } from './file.record.ts';

/** What is said of a file besides its bytes; for several files at once, of each of them. */
export interface FileDetails {
  readonly part: DossierPart;
  readonly title?: string;
  readonly copy: Copy;
  readonly source?: string;
  readonly purpose?: string;
  readonly submitter?: string;
  readonly receivedOn?: CalendarDay;
  readonly about?: string;
}

const details = {
  part: Joi.string()
    .valid(...FILED_PARTS)
    .default('evidence'),
  title: text(80),
  copy: Joi.string()
    .valid(...COPIES)
    .default('copy'),
  source: text(100),
  purpose: text(200),
  submitter: Joi.string()
    .pattern(/^p\d{1,3}$/)
    .empty(''),
  receivedOn: day(),
  about: Joi.string()
    .pattern(/^[a-zA-Z]+(?::[\w-]{1,40})?$/)
    .empty(''),
};

export const detailsSchema = Joi.object<FileDetails>(details);

export interface DescribeInput extends FileDetails {
  readonly title: string;
  readonly version: number;
}
const version = Joi.number().integer().min(1).required();
/** A change of what is said of one file. */
export const describeSchema = Joi.object<DescribeInput>({ ...details, title: text(80).required(), version });

export interface ReasonInput {
  readonly reason: string;
  readonly version: number;
}
/** Why a file is replaced or withdrawn. */
export const reasonSchema = Joi.object<ReasonInput>({ reason: text(200).required(), version });

export interface BeginInput {
  readonly name: string;
  readonly bytes: number;
  readonly modified: number;
}
/** A file that will come piece by piece; `modified` is its day of change in milliseconds, as the browser tells it. */
export const beginSchema = Joi.object<BeginInput>({
  name: Joi.string().max(200).required(),
  bytes: Joi.number().integer().min(1).max(FILE_BYTES).required(),
  modified: Joi.number().integer().min(0).default(0),
});

const id = () => Joi.string().hex().length(24).required();
export const folderParams = Joi.object<{ disputeId: string }>({ disputeId: id() });
export const fileParams = Joi.object<{ disputeId: string; fileId: string }>({ disputeId: id(), fileId: id() });
export const versionParams = Joi.object<{ disputeId: string; fileId: string; no: number }>({
  disputeId: id(),
  fileId: id(),
  no: Joi.number().integer().min(1).max(999).required(),
});
export const uploadParams = Joi.object<{ disputeId: string; uploadId: string }>({ disputeId: id(), uploadId: id() });
export const chunkParams = Joi.object<{ disputeId: string; uploadId: string; n: number }>({
  disputeId: id(),
  uploadId: id(),
  n: Joi.number().integer().min(0).max(9_999).required(),
});

const fileVersionView = Joi.object({
  no: Joi.number().integer().required(),
  fileName: Joi.string().required(),
  mediaType: Joi.string().required(),
  bytes: Joi.number().integer().required(),
  sha256: Joi.string().required(),
  pages: Joi.number().integer(),
  problem: Joi.string(),
  inspection: Joi.string().required(),
  addedAt: Joi.date().required(),
  addedBy: Joi.string().required(),
  reason: Joi.string(),
  content: Joi.string().required(),
});
/** A file as programs see it. */
export const fileView = Joi.object({
  id: Joi.string().required(),
  no: Joi.number().integer().required(),
  round: Joi.number().integer().required(),
  version: Joi.number().integer().required(),
  part: Joi.string().required(),
  title: Joi.string().required(),
  form: Joi.string(),
  about: Joi.string(),
  evidence: Joi.object().unknown(),
  withdrawn: Joi.object().unknown(),
  versions: Joi.array().items(fileVersionView).required(),
});
export const filesView = Joi.object({ items: Joi.array().items(fileView).required() });
