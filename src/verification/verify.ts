// Reads everything once and tells what is not as it must be. Changes nothing.

import { type Connection, trusted } from 'mongoose';
import { type DisputeEvent } from '../domain/event.ts';
import { type HolidaySource } from '../domain/working-days.ts';
import { type DisputeRecord, type DisputeRepository, eventModel } from '../features/disputes/index.ts';
import { type AuditService } from '../features/audit/index.ts';
import { handOverModel, type HandOverRecord } from '../features/hand-overs/index.ts';
import { type StatisticStore } from '../features/statistics/index.ts';
import { type UnitsService } from '../features/units/index.ts';
import { counterModel } from '../platform/counters.ts';
import { checkDispute } from './dispute.checks.ts';
import { CHECKS, type Finding, type VerificationReport } from './finding.ts';
import { checkContents, checkPapers, checkSeries } from './paper.checks.ts';
import { checkSettings } from './setting.checks.ts';
import { SeriesChecks } from './series.checks.ts';

const BATCH = 500;
const COUNTER_PREFIX = 'dispute:';

export interface VerificationDeps {
  readonly connection: Connection;
  readonly repository: DisputeRepository;
  readonly units: Pick<UnitsService, 'directory'>;
  readonly holidays: HolidaySource;
  /** Where statistics are kept; what waits is folded before they are compared. */
  readonly statistics: Pick<StatisticStore, 'catchUp' | 'differences'>;
  readonly audit: Pick<AuditService, 'check'>;
}

/** Checks every dispute with its events, hand-overs, receipts and papers, and the series of numbers and dockets. */
export async function verify({
  connection,
  repository,
  units,
  holidays,
  statistics,
  audit,
}: VerificationDeps): Promise<VerificationReport> {
  const directory = await units.directory();
  const reference = { holidays: await holidays(), isUnit: (code: string) => directory.get(code) !== undefined };
  const series = new SeriesChecks();
  const findings: Finding[] = [];
  const checked = { disputes: 0, events: 0, handOvers: 0 };
  const check = async (batch: readonly DisputeRecord[]): Promise<void> => {
    const ids = batch.map((dispute) => dispute.id);
    const [events, handOvers, papers] = await Promise.all([
      eventsOf(connection, ids),
      handOversOf(connection, ids),
      checkPapers(connection, batch),
    ]);
    findings.push(...papers);
    for (const dispute of batch) {
      const own = { events: events.get(dispute.id) ?? [], handOvers: handOvers.get(dispute.id) ?? [] };
      findings.push(...checkDispute({ dispute, ...own }, reference));
      series.add(dispute);
      checked.disputes += 1;
      checked.events += own.events.length;
      checked.handOvers += own.handOvers.length;
    }
  };
  let batch: DisputeRecord[] = [];
  for await (const dispute of repository.all(BATCH)) {
    batch.push(dispute);
    if (batch.length < BATCH) continue;
    await check(batch);
    batch = [];
  }
  await check(batch);
  const counters = new Map((await counterModel(connection).find().lean()).map(({ _id, value }) => [_id, value]));
  findings.push(...series.findings((name) => counters.get(`${COUNTER_PREFIX}${name}`) ?? 0));
  findings.push(...(await checkSeries(connection)), ...(await checkContents(connection)));
  findings.push(...(await checkSettings(connection)));
  const { problems } = await audit.check();
  findings.push(...problems.map((detail): Finding => ({ check: 'audit', detail })));
  await statistics.catchUp();
  findings.push(...(await statistics.differences()).map((detail): Finding => ({ check: 'statistics', detail })));
  return { checked, findings: findings.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check)) };
}

async function eventsOf(connection: Connection, ids: readonly string[]): Promise<ReadonlyMap<string, DisputeEvent[]>> {
  const found = await eventModel(connection)
    .find({ disputeId: trusted({ $in: [...ids] }) })
    .sort({ disputeId: 1, seq: 1 })
    .lean<DisputeEvent[]>();
  return grouped(found);
}

async function handOversOf(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HandOverRecord[]>> {
  const found = await handOverModel(connection)
    .find({ disputeId: trusted({ $in: [...ids] }) })
    .sort({ disputeId: 1, sentAt: 1 })
    .lean<(Omit<HandOverRecord, 'id'> & { _id: string })[]>();
  return grouped(found.map(({ _id, ...record }) => ({ id: _id, ...record })));
}

function grouped<T extends { readonly disputeId: string }>(entries: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(entry.disputeId);
    if (group) group.push(entry);
    else groups.set(entry.disputeId, [entry]);
  }
  return groups;
}
