import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ErrorCode, MongoError } from './mongo-error.ts';

/** The one login of a gateway. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export const MECHANISM = 'SCRAM-SHA-256';
/** The least drivers accept; more would protect a guessable password, and this one is random. */
const ITERATIONS = 4096;
const NONCE_BYTES = 24;

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const failed = (): MongoError => new MongoError(ErrorCode.AuthenticationFailed, 'Authentication failed.');

/** The attributes of a SCRAM message, by their letters. */
function attributes(message: string): Map<string, string> {
  return new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

/** What a server keeps of a password (RFC 5802): enough to check a proof, not enough to make one. */
export class ScramVerifier {
  readonly username: string;
  readonly salt = randomBytes(16);
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;

  /** The password must be ASCII: it is not normalized. */
  constructor({ username, password }: Credentials) {
    this.username = username;
    const salted = pbkdf2Sync(password, this.salt, ITERATIONS, 32, 'sha256');
    this.storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
    this.serverKey = hmac(salted, 'Server Key');
  }
}

/** One login under way, by SCRAM-SHA-256 (RFC 7677) without channel binding. */
export class ScramConversation {
  readonly #verifier: ScramVerifier;
  readonly #firstMessages: string;
  readonly #nonce: string;
  readonly #knownUser: boolean;
  /** What the server says to the client's first message. */
  readonly challenge: string;

  /** Takes the client's first message; throws error 18 where it is not one. A wrong name is not told apart here. */
  constructor(verifier: ScramVerifier, clientFirst: string) {
    const bare = /^[ny],(?:a=[^,]*)?,(n=.*)$/s.exec(clientFirst)?.[1];
    const given = attributes(bare ?? '');
    const clientNonce = given.get('r');
    if (bare === undefined || !clientNonce) throw failed();
    this.#verifier = verifier;
    this.#knownUser = given.get('n')?.replaceAll('=2C', ',').replaceAll('=3D', '=') === verifier.username;
    this.#nonce = clientNonce + randomBytes(NONCE_BYTES).toString('base64');
    this.challenge = `r=${this.#nonce},s=${verifier.salt.toString('base64')},i=${ITERATIONS}`;
    this.#firstMessages = `${bare},${this.challenge}`;
  }

  /** Checks the client's proof and returns the server's; throws error 18 for a wrong name or password. */
  finish(clientFinal: string): string {
    const withoutProof = /^(c=.*),p=[^,]*$/s.exec(clientFinal)?.[1];
    const given = attributes(clientFinal);
    const proof = Buffer.from(given.get('p') ?? '', 'base64');
    const { storedKey, serverKey } = this.#verifier;
    if (withoutProof === undefined || given.get('r') !== this.#nonce || proof.length !== storedKey.length) {
      throw failed();
    }
    const signed = `${this.#firstMessages},${withoutProof}`;
    const signature = hmac(storedKey, signed);
    const clientKey = Buffer.from(proof.map((byte, position) => byte ^ (signature[position] ?? 0)));
    const matches = timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey);
    if (!matches || !this.#knownUser) throw failed();
    return `v=${hmac(serverKey, signed).toString('base64')}`;
  }
}
