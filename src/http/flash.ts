import { type Request } from 'express';
import { type TextParams } from '../platform/i18n.ts';

/** A message shown once, on the page after a redirect; `key` is a text key. */
export interface FlashMessage {
  readonly kind: 'success' | 'notice' | 'error';
  readonly key: string;
  readonly params?: TextParams;
}

/** Keeps the message for the next page of this session. */
export function flash(req: Request, message: FlashMessage): void {
  req.session.flash = [...(req.session.flash ?? []), message];
}

/** The messages not yet shown; they are gone afterwards. */
export function takeFlash(req: Request): readonly FlashMessage[] {
  const messages = req.session.flash ?? [];
  if (messages.length > 0) delete req.session.flash;
  return messages;
}
