// Writes the audit line of a request before its answer leaves: what nobody could write down, nobody gets to read.

import { type Request, type RequestHandler, type Response } from 'express';
import { type AuditEntry, type AuditKind, kindOfRequest, LIST_THRESHOLD, maskedSearch } from '../domain/audit.ts';
import { type Actor, type Relation } from '../domain/permission.ts';
import { newReadingNotes, notingReads, type ReadingNotes } from '../platform/reading-notes.ts';

/** Where lines go. */
export interface AuditTrail {
  /** Resolves once the lines are stored. */
  record(entries: readonly Omit<AuditEntry, 'at'>[]): Promise<void>;
}

/** Saved by the page every two seconds while somebody types; what is sent in the end is written down. */
const WHILE_TYPING = /^\/drafts(?:\/|$)|\/advice$|\/clause-check$|\/check-duplicates$|\/triage$|\/preview$/;
/** Answers that are no event of security: a form filled in wrongly, a fault of ours. */
const UNREMARKABLE: readonly number[] = [400, 413, 415, 422, 500, 503];
const USERNAME = /^[a-z][a-z0-9._-]{2,39}$/;

/** Puts the request's notes in place and holds its answer until its lines are written. */
export const audited =
  (trail: AuditTrail): RequestHandler =>
  (req, res, next) => {
    const noted = res.locals.readingNotes;
    const notes = noted ?? newReadingNotes();
    if (!noted) {
      res.locals.readingNotes = notes;
      holdAnswer(
        res,
        () => {
          const entries = entriesOf(req, res, notes);
          return entries.length > 0 ? trail.record(entries) : undefined;
        },
        next,
      );
    }
    notingReads(notes, next);
  };

/** Nothing of the body leaves before `written` is done. */
function holdAnswer(res: Response, written: () => Promise<void> | undefined, fail: (error: unknown) => void): void {
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  const end = res.end.bind(res) as (...args: unknown[]) => Response;
  const held: (() => void)[] = [];
  const release = (): void => {
    Object.assign(res, { write, end });
    for (const send of held.splice(0)) send();
  };
  const refuse = (error: unknown): void => {
    Object.assign(res, { write, end });
    for (const name of res.getHeaderNames().filter((each) => each.startsWith('content-'))) {
      if (name !== 'content-security-policy') res.removeHeader(name);
    }
    fail(error);
  };
  let asked = false;
  /** True when the answer may go at once. */
  const ask = (): boolean => {
    if (asked) return false;
    asked = true;
    const writing = written();
    if (!writing) {
      release();
      return true;
    }
    writing.then(release, refuse);
    return false;
  };
  res.write = ((...args: unknown[]) => {
    if (ask()) return write(...args);
    held.push(() => write(...args));
    // Compression keeps the listeners for `drain` to itself, so a sender told to wait would wait for ever. What comes in
    // these few milliseconds is kept.
    return true;
  }) as Response['write'];
  res.end = ((...args: unknown[]) => {
    if (ask()) return end(...args);
    held.push(() => end(...args));
    return res;
  }) as Response['end'];
}

/** The lines of a request that has been answered: one for each dispute it opened, otherwise one or none. */
function entriesOf(req: Request, res: Response, notes: ReadingNotes): readonly Omit<AuditEntry, 'at'>[] {
  const [path = ''] = req.originalUrl.split('?');
  const status = res.statusCode;
  const kind = kindOf(req, path, status, notes);
  if (!kind) return [];
  const line: Omit<AuditEntry, 'at'> = {
    kind,
    method: req.method,
    path,
    status,
    ...whoOf(req, kind),
    ...(req.ip === undefined ? {} : { ip: req.ip }),
    requestId: req.id,
    ...(notes.listed > 0 ? { count: notes.listed } : {}),
    ...searchOf(req, kind),
    ...(notes.reason === undefined ? {} : { reason: notes.reason }),
  };
  const opened = [...notes.opened.values()].map(({ disputeId, basis, people }) => ({
    ...line,
    disputeId,
    basis: basis as Relation | 'none',
    ...(people.length > 0 ? { people } : {}),
  }));
  return opened.length > 0 ? opened : [line];
}

/** What the request was; undefined when it is not worth a line. */
function kindOf(req: Request, path: string, status: number, notes: ReadingNotes): AuditKind | undefined {
  const local = path.replace(/^\/api\/v1/, '');
  if (local.startsWith('/sign-in')) return req.method === 'POST' ? 'signIn' : undefined;
  if (!req.actor) return undefined;
  if (status >= 400) return UNREMARKABLE.includes(status) ? undefined : 'refused';
  if (req.method !== 'GET' && WHILE_TYPING.test(local)) return undefined;
  const kind = kindOfRequest(req.method, local);
  if (kind !== 'view') return kind;
  if (typeof req.query['q'] === 'string' && req.query['q'].trim() !== '' && notes.listed > 0) return 'search';
  if (notes.opened.size > 0) return 'view';
  return notes.listed >= LIST_THRESHOLD ? 'list' : undefined;
}

const personOf = ({ accountId, name, role, unit }: Actor) => ({
  person: { accountId, name, role, unitCode: unit.code },
});

/** Who it was; at a sign-in the name that was typed, unless it cannot be one: it might be a password. */
function whoOf(req: Request, kind: AuditKind): Pick<AuditEntry, 'person' | 'username'> {
  if (req.actor) return personOf(req.actor);
  if (kind !== 'signIn') return {};
  const { username } = (req.body ?? {}) as { username?: unknown };
  const typed = typeof username === 'string' ? username.trim().toLowerCase() : '';
  return { username: USERNAME.test(typed) ? typed : '?' };
}

function searchOf(req: Request, kind: AuditKind): Pick<AuditEntry, 'text'> {
  const { q } = req.query;
  return kind === 'search' && typeof q === 'string' ? { text: maskedSearch(q) } : {};
}
