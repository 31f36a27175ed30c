// Short messages by a gateway of the deployment: one signed HTTP request a message. The signature is HMAC-SHA-256 over
// the time and the body, so that the gateway knows who sends and that nothing was altered on the way.

import { createHmac } from 'node:crypto';

export interface SmsGateway {
  /** @throws Error when the gateway did not take the message; it may be sent again under the same id */
  send(message: { readonly id: string; readonly to: string; readonly text: string }): Promise<void>;
}

export interface SmsSettings {
  readonly url: string;
  readonly secret: string;
}

const TIMEOUT_MILLISECONDS = 10_000;

/** What stands in the header `X-Jiefen-Signature`, in hexadecimal. */
export const smsSignature = (secret: string, time: string, body: string): string =>
  createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');

export const httpSmsGateway = ({ url, secret }: SmsSettings, now: () => Date): SmsGateway => ({
  send: async (message) => {
    const body = JSON.stringify(message);
    const time = now().toISOString();
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': message.id,
        'X-Jiefen-Time': time,
        'X-Jiefen-Signature': smsSignature(secret, time, body),
      },
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the SMS gateway answered ${response.status}`);
  },
});
