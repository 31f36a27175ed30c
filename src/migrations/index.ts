import { type Migration } from '../platform/migrations.ts';
import { riskFiles } from './2026-11-25-risk-files.ts';
import { nextSweep } from './2026-11-23-next-sweep.ts';
import { addressIndexes } from './2026-11-25-address-indexes.ts';
import { countAnew } from './2026-11-25-count-anew.ts';
import { dossierStandings } from './2026-11-25-dossier-standings.ts';
import { agreementVersions } from './2026-11-25-agreement-versions.ts';

/** Changes of stored data, oldest first. A name is never used again and a migration never edited once released. */
export const migrations: readonly Migration[] = [
  nextSweep,
  riskFiles,
  agreementVersions,
  addressIndexes,
  countAnew,
  dossierStandings,
];
