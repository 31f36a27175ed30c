// Papers of invented dossiers: every one names the same sheet, which says that it is an example.

import { Readable } from 'node:stream';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { type DossierPart, requiredParts } from '../domain/dossier.ts';
import { FILE_BYTES } from '../domain/file.ts';
import { type Actor } from '../domain/permission.ts';
import { type DisputeRecord } from '../features/disputes/index.ts';
import { type FileVersion } from '../features/files/index.ts';
import { type Contents } from '../platform/contents.ts';
import { type HeldFiles } from './held-files.ts';
import { PAPER_TITLES } from './words.ts';

export interface SamplePapers {
  /** Hands in one paper for each part the dossier may not lack. */
  fileRequired(dispute: DisputeRecord, by: Actor, at: Date): void;
}

const A5: [number, number] = [419.53, 595.28];

async function sheet(): Promise<Buffer> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  document.addPage(A5).drawText('Jiefen - example paper', { x: 60, y: 300, size: 24, font });
  return Buffer.from(await document.save());
}

/** Two digits of the paper's number behind the dispute's own id: the same history gives the same ids. */
const idOf = (dispute: DisputeRecord, no: number): string => dispute.id.slice(0, 22) + no.toString(16).padStart(2, '0');

/** Keeps the one sheet. */
export async function samplePapers(contents: Contents, files: HeldFiles): Promise<SamplePapers> {
  const { id: contentId, bytes, sha256 } = await contents.put(Readable.from([await sheet()]), FILE_BYTES);
  const version = (part: DossierPart, { accountId, name }: Actor, addedAt: Date): FileVersion => ({
    no: 1,
    contentId,
    fileName: `${PAPER_TITLES[part]}.pdf`,
    mediaType: 'application/pdf',
    bytes,
    sha256,
    addedAt,
    addedBy: { accountId, name },
    inspection: 'done',
    pages: 1,
  });
  return {
    fileRequired: (dispute, by, at) => {
      const before = files.heldFiles.of(dispute.id).length;
      files.heldFiles.add(
        requiredParts(dispute).map((part, index) => ({
          id: idOf(dispute, before + index + 1),
          disputeId: dispute.id,
          no: before + index + 1,
          round: dispute.round,
          version: 1,
          part,
          title: PAPER_TITLES[part],
          versions: [version(part, by, at)],
        })),
      );
    },
  };
}
