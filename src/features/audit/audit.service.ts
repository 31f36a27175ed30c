import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type AuditAlert, type AuditLine, ONLINE_MONTHS } from '../../domain/audit.ts';
import {
  addDays,
  addMonths,
  type CalendarDay,
  dayOfInstant,
  endOfDayInstant,
  startOfDayInstant,
} from '../../domain/calendar-day.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Logger } from '../../platform/logger.ts';
import { isDuplicateKey } from '../../platform/transaction.ts';
import { alertsOf } from './audit.alerts.ts';
import { type AuditSigner, BEGINNING } from './audit.chain.ts';
import { type AuditCheck, checkAudit } from './audit.check.ts';
import { type AuditFilter } from './audit.record.ts';
import { type AuditRepository, type LinePage } from './audit.repository.ts';

export interface AuditServiceDeps {
  readonly repository: AuditRepository;
  readonly signer: AuditSigner;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Days of alerts shown at once. */
const ALERT_DAYS = 30;
const MOST_ALERTS = 100;
/** Lines of one export of the page; more is a matter of the archive. */
const MOST_EXPORTED = 50_000;
const PAGE = 500;
const OVERLAP_MS = 60_000;

/** Reads the audit, watches it, seals it and archives it. */
export class AuditService {
  readonly #deps: AuditServiceDeps;

  constructor(deps: AuditServiceDeps) {
    this.#deps = deps;
  }

  /** Lines, newest first. @throws DomainError `forbidden` */
  list(actor: Actor, filter: AuditFilter, page: { limit: number; cursor?: string | undefined }): Promise<LinePage> {
    mayRead(actor);
    return this.#deps.repository.list(filter, page);
  }

  /** Every line a filter finds, page by page, at most fifty thousand. @throws DomainError `forbidden` */
  async *all(actor: Actor, filter: AuditFilter): AsyncGenerator<AuditLine> {
    mayRead(actor);
    let cursor: string | undefined;
    let told = 0;
    do {
      const page: LinePage = await this.#deps.repository.list(filter, { limit: PAGE, cursor });
      yield* page.items;
      told += page.items.length;
      cursor = page.next;
    } while (cursor !== undefined && told < MOST_EXPORTED);
  }

  /** Patterns of the last thirty days. @throws DomainError `forbidden` */
  alerts(actor: Actor): Promise<readonly AuditAlert[]> {
    mayRead(actor);
    const from = addDays(dayOfInstant(this.#deps.clock.now()), -ALERT_DAYS);
    return this.#deps.repository.alerts(from, MOST_ALERTS);
  }

  /** Who opened a dispute, newest first. The caller has made sure that the person may know. */
  readersOf(disputeId: string, page: { limit: number; cursor?: string | undefined }): Promise<LinePage> {
    return this.#deps.repository.list({ disputeId }, page);
  }

  check(): Promise<AuditCheck> {
    return checkAudit(this.#deps.repository, this.#deps.signer);
  }

  /** Looks for patterns in the lines of yesterday and today; run again it brings the counts up to date. */
  async findAlerts(): Promise<number> {
    const { repository, clock } = this.#deps;
    const today = dayOfInstant(clock.now());
    let found = 0;
    for (const day of [addDays(today, -1), today]) {
      const lines = repository.between(startOfDayInstant(day), endOfDayInstant(day));
      for (const alert of await alertsOf(day, lines)) {
        await repository.putAlert(alert);
        found += 1;
      }
    }
    return found;
  }

  /**
   * Seals the chains as they stand, when any of them went on. The seal is also told in the log, which lies outside the
   * database: who takes away the newest seals together with their lines is found there.
   */
  async seal(): Promise<boolean> {
    const { repository, signer, clock, logger } = this.#deps;
    const last = await repository.lastSeal();
    const known = new Map(last?.heads.map(({ chain, seq }) => [chain, seq]));
    // A minute of overlap: another process may have told its head a moment later than it dated it.
    const since = last && new Date(last.at.getTime() - OVERLAP_MS);
    const heads = (await repository.heads(since))
      .map(({ _id, seq, hash }) => ({ chain: _id, seq, hash }))
      .filter(({ chain, seq }) => known.get(chain) !== seq);
    if (heads.length === 0) return false;
    const seal = { _id: (last?._id ?? 0) + 1, at: clock.now(), heads, previous: last?.mac ?? BEGINNING };
    const mac = signer.sealMac(seal);
    try {
      await repository.addSeal({ ...seal, mac });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
    logger.info({ seal: seal._id, mac }, 'the audit is sealed');
    return true;
  }

  /**
   * Writes every line before the day into a gzipped file, one JSON a line, and with `remove` takes them out of the
   * database; `jiefen verify` goes on from the mark this leaves.
   * @throws DomainError `validation` when lines of the last six months would go
   */
  async archive(file: string, before: CalendarDay, remove: boolean): Promise<{ lines: number; digest: string }> {
    const { repository, signer, clock } = this.#deps;
    if (remove && before > addMonths(dayOfInstant(clock.now()), -ONLINE_MONTHS)) {
      throw invalidField('before', 'audit.archive.tooYoung');
    }
    const until = startOfDayInstant(before);
    const marks: { readonly _id: string; seq: number; hash: string }[] = [];
    const digest = createHash('sha256');
    let lines = 0;
    const text = async function* (): AsyncGenerator<string> {
      for (const chain of await repository.chains()) {
        const mark = { _id: chain, seq: 0, hash: BEGINNING };
        for await (const { _id, ...line } of repository.ofChain(chain) as AsyncIterable<AuditLine & { _id: unknown }>) {
          if (line.at >= until) break;
          const row = `${JSON.stringify(line)}\n`;
          digest.update(row);
          lines += 1;
          Object.assign(mark, { seq: line.seq, hash: line.hash });
          yield row;
        }
        if (mark.seq > 0) marks.push(mark);
      }
    };
    await pipeline(text, createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    if (remove) {
      for (const mark of marks) await repository.takeOut({ ...mark, mac: signer.archiveMac(mark) });
    }
    return { lines, digest: digest.digest('hex') };
  }
}

const mayRead = (actor: Actor): void => {
  if (!hasRight(actor.role, 'readAudit')) throw forbidden('right', 'readAudit');
};
