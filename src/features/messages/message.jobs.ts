// Sends what waits in the outbox.

import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { backoffSeconds, type JobDefinition } from '../../platform/jobs.ts';
import { type Logger } from '../../platform/logger.ts';
import { type SmsGateway } from '../../platform/sms.ts';
import { type MessageRepository } from './message.repository.ts';

export interface MessageJobDeps {
  readonly repository: MessageRepository;
  /** Absent: messages are only shown in the outbox. */
  readonly gateway?: SmsGateway | undefined;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly logger: Logger;
}

const EVERY_SECONDS = 5;
const LEASE_MILLISECONDS = 60_000;
const ATTEMPTS = 8;

export function messageJob({ repository, gateway, personalData, clock, logger }: MessageJobDeps): JobDefinition {
  const after = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);
  return {
    name: 'send-messages',
    everySeconds: EVERY_SECONDS,
    perform: async () => {
      for (;;) {
        const message = await repository.take(clock.now(), after(LEASE_MILLISECONDS));
        if (!message) return;
        const { id, attempts } = message;
        try {
          await gateway?.send({ id, to: personalData.open(message.to), text: personalData.open(message.text) });
          await repository.settle(id, { state: gateway ? 'sent' : 'shown', sentAt: clock.now() });
        } catch (error) {
          logger.warn({ err: error, message: id, attempts }, 'a short message was not taken');
          const reason = error instanceof Error ? error.message : String(error);
          const over = attempts >= ATTEMPTS;
          await repository.settle(id, {
            error: reason,
            ...(over ? { state: 'failed' as const } : { nextAt: after(backoffSeconds(attempts) * 1_000) }),
          });
        }
      }
    },
  };
}
