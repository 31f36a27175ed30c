// Personal data at rest: AES-256-GCM under a named key (GB/T 22239-2019, data confidentiality); equality search by a
// keyed hash that reveals nothing without the key. Passwords: argon2id.

import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { type DataKeys } from '../../config/index.ts';

export interface PersonalData {
  /** `v1.<keyId>.<iv>.<ciphertext and tag>`, base64url. */
  seal(plain: string): string;
  /** @throws Error when the text was altered or its key is not configured */
  open(sealed: string): string;
  /** The text under the key that seals now; undefined when it is no sealed text, or sealed under that key already. */
  reseal(text: string): string | undefined;
  /** Keyed hash for equality search, base64url; equal texts give equal hashes. */
  blindIndex(plain: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([a-z0-9]{1,16})\.[\w-]{16}\.[\w-]+$/;

export function createPersonalData(dataKeys: DataKeys, indexKey: Buffer): PersonalData {
  const keyOf = (id: string): Buffer => {
    const key = dataKeys.keys.get(id);
    if (!key) throw new Error(`Data key ${id} is not configured`);
    return key;
  };
  const seal = (plain: string): string => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, keyOf(dataKeys.current), iv).setAAD(Buffer.from(dataKeys.current));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, dataKeys.current, iv.toString('base64url'), sealed.toString('base64url')].join('.');
  };
  const open = (text: string): string => {
    const [version, keyId = '', iv = '', payload = ''] = text.split('.');
    if (version !== VERSION) throw new Error('Sealed text of an unknown form');
    const sealed = Buffer.from(payload, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, keyOf(keyId), Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(keyId))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  };
  return {
    seal,
    open,
    reseal: (text) => {
      const keyId = SEALED.exec(text)?.[1];
      return keyId === undefined || keyId === dataKeys.current ? undefined : seal(open(text));
    },
    blindIndex: (plain) => createHmac('sha256', indexKey).update(plain.normalize('NFKC').trim()).digest('base64url'),
  };
}

/** argon2id with 19 MiB, two passes and one lane, as the OWASP password storage cheat sheet advises. */
const ARGON2: Parameters<typeof hash>[1] = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (plain: string): Promise<string> => hash(plain.normalize('NFKC'), ARGON2);

export const verifyPassword = (passwordHash: string, plain: string): Promise<boolean> =>
  verify(passwordHash, plain.normalize('NFKC'));

/** Compares two secrets in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
