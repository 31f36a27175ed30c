// Sends what waits in the outbox, and looks again at the records of disputes that have changed.

import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { backoffSeconds, type JobDefinition } from '../../platform/jobs.ts';
import { type Logger } from '../../platform/logger.ts';
import { type SmsGateway } from '../../platform/sms.ts';
import { type IntegrityRepository } from './integrity.repository.ts';
import { type ProofRepository } from './proof.repository.ts';
import { type ProofService } from './proof.service.ts';

export interface ProofJobDeps {
  readonly repository: ProofRepository;
  readonly integrity: IntegrityRepository;
  readonly service: Pick<ProofService, 'examine'>;
  /** Absent: messages are only shown in the outbox. */
  readonly gateway?: SmsGateway | undefined;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SEND_EVERY_SECONDS = 5;
const LOOK_EVERY_SECONDS = 60;
const LEASE_MILLISECONDS = 60_000;
const ATTEMPTS = 8;
const BATCH = 200;

export function proofJobs(deps: ProofJobDeps): readonly JobDefinition[] {
  const { repository, integrity, service, gateway, personalData, clock, logger } = deps;
  const after = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);

  const send = async (): Promise<void> => {
    for (;;) {
      const message = await repository.takeMessage(clock.now(), after(LEASE_MILLISECONDS));
      if (!message) return;
      const { id, attempts } = message;
      try {
        await gateway?.send({ id, to: personalData.open(message.to), text: personalData.open(message.text) });
        await repository.settleMessage(id, { state: gateway ? 'sent' : 'shown', sentAt: clock.now() });
      } catch (error) {
        logger.warn({ err: error, message: id, attempts }, 'a short message was not taken');
        const reason = error instanceof Error ? error.message : String(error);
        const over = attempts >= ATTEMPTS;
        await repository.settleMessage(id, {
          error: reason,
          ...(over ? { state: 'failed' as const } : { nextAt: after(backoffSeconds(attempts) * 1_000) }),
        });
      }
    }
  };

  const look = async (): Promise<void> => {
    for (;;) {
      const batch = await integrity.changedSince(await integrity.mark(), BATCH);
      for (const { id } of batch) await service.examine(id);
      const last = batch.at(-1);
      if (last) await integrity.setMark(last.at, last.id);
      if (batch.length < BATCH) return;
    }
  };

  return [
    { name: 'send-messages', everySeconds: SEND_EVERY_SECONDS, perform: send },
    { name: 'integrity-sweep', everySeconds: LOOK_EVERY_SECONDS, perform: look },
  ];
}
