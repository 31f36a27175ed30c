// What every request knows: who asks, in which language, under which id.

import { type Request } from 'express';
import { DomainError } from '../domain/errors.ts';
import { type Actor, type Right } from '../domain/permission.ts';
import { type Language, type TextParams } from '../platform/i18n.ts';
import { type Logger } from '../platform/logger.ts';
import { type ReadingNotes } from '../platform/reading-notes.ts';
import { type FlashMessage } from './flash.ts';
import { type NavigationLink } from './navigation.ts';

/** An expected error in the reader's language: what went wrong, under which rule, and field by field. */
export interface FormErrors {
  readonly detail: string;
  readonly rule: string;
  readonly fields: readonly { readonly field: string; readonly text: string }[];
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way Express lets its types be extended
  namespace Express {
    interface Request {
      id: string;
      log: Logger;
      language: Language;
      actor?: Actor;
      /** Whether the bearer token covers a scope; absent on pages. */
      grants?: (scope: string) => boolean;
      /** Key of a write that must be done once, from the header or the form. */
      onceKey?: string;
    }
    interface Response {
      /** Renders views/<template>.njk inside the shell. */
      page(template: string, data: object, status?: number): void;
      /** The words of an expected error, for a form that comes back filled. */
      explain(error: DomainError): FormErrors;
    }
    interface Locals {
      t(key: string, params?: TextParams): string;
      language: Language;
      actor: Actor | undefined;
      rights: readonly Right[];
      csrfToken: string;
      /** Hidden field `_once` of the page's forms. */
      once: string;
      nonce: string;
      /** What this request has read so far, for the audit. */
      readingNotes?: ReadingNotes;
      now: Date;
      path: string;
      /** Address of the page with its query; where a choice of language leads back to. */
      here: string;
      nav: readonly NavigationLink[];
      flash: readonly FlashMessage[];
      largeType: boolean;
      demo: boolean;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    language: Language;
    largeType: boolean;
    /** Milliseconds at sign-in; the session ends for good twelve hours later. */
    signedInAt: number;
    signedInFrom: { readonly ip: string; readonly agent: string };
    flash: FlashMessage[];
    /** Whose password was right and whose code is awaited. */
    awaitingCode: { readonly accountId: string; readonly credentials: number; readonly since: number };
    afterSignIn: string;
    /** Sealed secret of a second factor that waits for its first code. */
    enrolment: string;
  }
}

/** @throws DomainError unauthenticated when nobody is signed in */
export function requireActor(req: Request): Actor {
  if (!req.actor) throw new DomainError('unauthenticated', 'signIn.required');
  return req.actor;
}
