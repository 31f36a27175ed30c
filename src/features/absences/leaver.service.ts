// Whoever leaves hands over every open case: the head chooses a receiver for each, the system proposing one, and all
// are moved in one go, each in a transaction of its own and once only. Only then may the account be closed.

import { createHash } from 'node:crypto';
import { DomainError, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { type Colleague } from './absence.service.ts';

export interface LeaverDeps {
  readonly disputes: DisputeService;
  readonly staff: (unitCode: string) => Promise<readonly Colleague[]>;
  readonly openCases: (accountId: string) => Promise<readonly DisputeRecord[]>;
  /** The receivers of a case, the best first, whoever is away or full left out. */
  readonly receivers: (dispute: DisputeRecord) => Promise<readonly Colleague[]>;
}

export interface LeaverCase {
  readonly dispute: DisputeRecord;
  readonly receivers: readonly Colleague[];
  /** False where another unit owns the case and its head must replace the mediator. */
  readonly mayMove: boolean;
}

export interface LeaverOrder {
  readonly dispute: string;
  readonly receiver: string;
}

export interface LeaverResult {
  readonly dispute: string;
  readonly number: string;
  readonly error?: DomainError;
}

export class LeaverService {
  readonly #deps: LeaverDeps;

  constructor(deps: LeaverDeps) {
    this.#deps = deps;
  }

  /** Everything the person has in hand. @throws DomainError forbidden `right`, `accounts.accountNotFound` */
  async cases(
    actor: Actor,
    accountId: string,
  ): Promise<{ readonly person: Colleague; readonly cases: readonly LeaverCase[] }> {
    if (!hasRight(actor.role, 'leadStaff')) throw forbidden('right', 'leadStaff');
    const person = (await this.#deps.staff(actor.unit.code)).find((colleague) => colleague.accountId === accountId);
    if (!person) throw notFound('accounts.accountNotFound');
    const found = await this.#deps.openCases(accountId);
    const cases = await Promise.all(
      found.map(async (dispute) => {
        const may = this.#deps.disputes.judgements(actor, dispute).find(({ act }) => act === 'replaceMediator');
        const receivers = (await this.#deps.receivers(dispute)).filter((one) => one.accountId !== accountId);
        return { dispute, receivers, mayMove: may?.allowed ?? false };
      }),
    );
    return { person, cases };
  }

  /**
   * Moves the cases to their receivers; what cannot be moved is told and keeps nothing else.
   * @param key under which nothing is moved twice
   */
  async handOver(
    actor: Actor,
    accountId: string,
    orders: readonly LeaverOrder[],
    reason: string,
    key: string,
  ): Promise<readonly LeaverResult[]> {
    const { person, cases } = await this.cases(actor, accountId);
    if (orders.some(({ receiver }) => receiver === person.accountId))
      throw invalidField('receiver', 'absences.receiver.self');
    const byId = new Map(cases.map(({ dispute }) => [dispute.id, dispute]));
    const results: LeaverResult[] = [];
    for (const { dispute, receiver } of orders) {
      const number = byId.get(dispute)?.number ?? '';
      const requestHash = createHash('sha256')
        .update(JSON.stringify([dispute, receiver]))
        .digest('base64url');
      const once = { account: actor.accountId, key: `${key}:${dispute}`, requestHash };
      try {
        const done = await this.#deps.disputes.perform(
          actor,
          dispute,
          'replaceMediator',
          { mediator: receiver, reason },
          { once },
        );
        results.push({ dispute, number: done.number });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        results.push({ dispute, number, error });
      }
    }
    return results;
  }
}
