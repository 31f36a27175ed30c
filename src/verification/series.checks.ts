// What must hold across disputes: official numbers follow each other, and no docket is given twice.

import { readOwnNumber } from '../domain/docket.ts';
import { type DisputeRecord } from '../features/disputes/index.ts';
import { type Finding } from './finding.ts';

interface Numbered {
  readonly id: string;
  readonly number: string;
  readonly serial: number;
  readonly lodgedAt: number;
}

/** Gathers the numbers and dockets of all disputes, then tells what is wrong with the series. */
export class SeriesChecks {
  readonly #series = new Map<string, Numbered[]>();
  readonly #dockets = new Map<string, string>();
  readonly #findings: Finding[] = [];

  add(dispute: DisputeRecord): void {
    this.#addNumber(dispute);
    for (const docket of [dispute.filing?.docket, dispute.agreement?.confirmation?.docket]) {
      if (docket) this.#addDocket(dispute, docket);
    }
  }

  #addDocket(dispute: DisputeRecord, docket: string): void {
    const first = this.#dockets.get(docket);
    const { id, number } = dispute;
    if (first)
      this.#findings.push({ check: 'docket', dispute: id, number, detail: `its docket is also that of ${first}` });
    else this.#dockets.set(docket, number);
  }

  #addNumber({ id, number, origin, requestedOn, lodgedAt }: DisputeRecord): void {
    const own = readOwnNumber(number);
    if (!own || own.unitCode !== origin.unitCode || own.year !== Number(requestedOn.slice(0, 4))) {
      this.#findings.push({ check: 'number', dispute: id, number, detail: 'its number names another unit or year' });
      return;
    }
    const name = `${own.unitCode}:${own.year}`;
    const row = { id, number, serial: own.serial, lodgedAt: lodgedAt.getTime() };
    const rows = this.#series.get(name);
    if (rows) rows.push(row);
    else this.#series.set(name, [row]);
  }

  /** @param last the last number handed out of a unit's series of a year, `unit:year` */
  findings(last: (series: string) => number): readonly Finding[] {
    const ofSeries = [...this.#series].flatMap(([name, rows]) => seriesFindings(name, rows, last(name)));
    return [...this.#findings, ...ofSeries];
  }
}

function seriesFindings(name: string, rows: readonly Numbered[], last: number): readonly Finding[] {
  const sorted = rows.toSorted((a, b) => a.serial - b.serial);
  const findings: Finding[] = [];
  let before: Numbered | undefined;
  for (const row of sorted) {
    const { id: dispute, number } = row;
    const expected = (before?.serial ?? 0) + 1;
    if (row.serial === before?.serial)
      findings.push({ check: 'number', dispute, number, detail: 'its number is given twice' });
    else if (row.serial !== expected) {
      findings.push({ check: 'number', dispute, number, detail: `number ${expected} of ${name} is missing before it` });
    }
    if (before && row.lodgedAt < before.lodgedAt) {
      findings.push({ check: 'number', dispute, number, detail: `it was lodged before ${before.number}` });
    }
    before = row;
  }
  if (before && before.serial !== last) {
    findings.push({
      check: 'number',
      detail: `the series ${name} stands at ${last}, its last number is ${before.serial}`,
    });
  }
  return findings;
}
