// What the security audit knows of one request: who, when, from which unit and address, what, with which right, and how
// it ended (GB/T 22239-2019 level 2, security audit a–c; 个人信息保护法54). And which patterns of reading need a look.

import { type Relation, type Role } from './permission.ts';

export const AUDIT_KINDS = [
  'view',
  'list',
  'search',
  'export',
  'print',
  'unmask',
  'signIn',
  'change',
  'refused',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Disputes shown at once from which a list is written down. */
export const LIST_THRESHOLD = 20;

/** One line of the audit, before it is chained. */
export interface AuditEntry {
  readonly at: Date;
  readonly kind: AuditKind;
  readonly method: string;
  /** Address without its query: identifiers, never words somebody typed. */
  readonly path: string;
  readonly status: number;
  /** Who; missing where nobody was signed in. */
  readonly person?: {
    readonly accountId: string;
    readonly name: string;
    readonly role: Role;
    readonly unitCode: string;
  };
  /** The name typed at a sign-in that failed. */
  readonly username?: string;
  readonly ip?: string;
  readonly requestId: string;
  /** The dispute it was about, and how the person stands to it: why they may read it. `none`: they may not. */
  readonly disputeId?: string;
  readonly basis?: Relation | 'none';
  /** Keyed hashes of the parties' numbers, to see who keeps reading about one person. */
  readonly people?: readonly string[];
  /** Disputes shown, for lists and searches. */
  readonly count?: number;
  /** What was searched for, masked. */
  readonly text?: string;
  /** Why, in the reader's words, where a reason is asked for. */
  readonly reason?: string;
}

/** A line in its place of a chain. */
export interface AuditLine extends AuditEntry {
  readonly chain: string;
  /** 1 for the first line of a chain, without gaps. */
  readonly seq: number;
  /** Keyed hash of this line and of the one before it. */
  readonly hash: string;
}

/** Everything of a line that its hash covers, in one form whatever stored it. */
export function lineText(line: Omit<AuditLine, 'hash'>): string {
  const { person } = line;
  return JSON.stringify([
    line.chain,
    line.seq,
    line.at.toISOString(),
    line.kind,
    line.method,
    line.path,
    line.status,
    person ? [person.accountId, person.name, person.role, person.unitCode] : null,
    line.username ?? null,
    line.ip ?? null,
    line.requestId,
    line.disputeId ?? null,
    line.basis ?? null,
    line.people ?? [],
    line.count ?? null,
    line.text ?? null,
    line.reason ?? null,
  ]);
}

/** What makes a read an export or a print: its address. The first that fits. */
const READS: readonly { readonly path: RegExp; readonly kind: AuditKind }[] = [
  { path: /\/unmask$/, kind: 'unmask' },
  { path: /^\/statistics\/exports\/|^\/audit\/export|\/imports\/[^/]+\/result$|\/content$|\.csv$/, kind: 'export' },
  { path: /\/pdf$|\/print$|\/brief$|\/forms\/[^/]+$|\/issued\/[^/]+$|\/dossiers\/[^/]+$/, kind: 'print' },
];

/** What a request was, by its address; `view` for an ordinary read. */
export function kindOfRequest(method: string, path: string): AuditKind {
  if (path.startsWith('/sign-in')) return 'signIn';
  if (method === 'GET' && path.endsWith('/unmask')) return 'view';
  const found = READS.find((row) => row.path.test(path));
  if (found) return found.kind;
  return method === 'GET' ? 'view' : 'change';
}

/** Relations in order of what they explain: the nearest is the reason for a read. */
const NEAREST: readonly Relation[] = [
  'assigned',
  'owner',
  'target',
  'sender',
  'ruling',
  'helper',
  'above',
  'held',
  'any',
];

/** The nearest relation, as the reason for reading. */
export const basisOf = (relations: ReadonlySet<Relation>): Relation =>
  NEAREST.find((relation) => relations.has(relation)) ?? 'any';

/** Shows that somebody searched and roughly for what, without writing down a name: 张**, 138****5678. */
export function maskedSearch(text: string): string {
  const characters = Array.from(text.trim());
  return /\d{4}$/.test(text.trim())
    ? `${'*'.repeat(Math.max(characters.length - 4, 1))}${characters.slice(-4).join('')}`
    : `${characters[0] ?? ''}${'*'.repeat(Math.max(characters.length - 1, 0))}`;
}

// ---- Alerts -----------------------------------------------------------------------------------------------------

export const ALERT_RULES = ['onePerson', 'outsideArea', 'nightExport'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/**
 * How often within a day is too often. onePerson: different disputes of one party opened by somebody who mediates none of
 * them; outsideArea: disputes the reader stands in no relation to, or only once held; nightExport: exports and prints
 * between 22:00 and 06:00. The figures are the product's own; no rule names any.
 */
export const ALERT_FROM: Readonly<Record<AlertRule, number>> = { onePerson: 3, outsideArea: 5, nightExport: 1 };

/** Readings that count as outside one's area. */
export const OUTSIDE: readonly (Relation | 'none')[] = ['none', 'held', 'any'];

const NIGHT_FROM = 22;
const NIGHT_UNTIL = 6;

/** True between 22:00 and 06:00 in Shanghai. */
export function isNight(at: Date): boolean {
  const hour = (at.getUTCHours() + 8) % 24;
  return hour >= NIGHT_FROM || hour < NIGHT_UNTIL;
}

/** One pattern of a day that needs a look. */
export interface AuditAlert {
  readonly id: string;
  readonly rule: AlertRule;
  /** Day in Shanghai. */
  readonly day: string;
  readonly person: NonNullable<AuditEntry['person']>;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Months the audit stays online at least (网络安全法21). */
export const ONLINE_MONTHS = 6;
