import { AUDIT_KINDS, type AuditAlert, type AuditEntry, type AuditLine } from '../../domain/audit.ts';

/** The name of a unit in the reader's language. */
export type UnitNaming = (code: string) => string;

const personView = (person: AuditEntry['person'], unitName: UnitNaming) => ({
  accountId: person?.accountId ?? '',
  name: person?.name ?? '',
  post: person ? unitName(person.unitCode) : '',
  role: person ? `common:roles.${person.role}` : '',
});

/** Identifiers by their last four characters: the whole one is in the export and in the filter. */
const shortened = (path: string): string => path.replaceAll(/[0-9a-f]{20}([0-9a-f]{4})/g, '…$1');

/** A line as the audit's pages show it. */
export const lineView = (line: AuditLine, unitName: UnitNaming) => ({
  at: line.at,
  kind: line.kind,
  ...personView(line.person, unitName),
  username: line.username ?? '',
  ip: line.ip ?? '',
  what: `${line.method} ${shortened(line.path)}`,
  status: line.status,
  refused: line.status >= 400,
  disputeId: line.disputeId ?? '',
  basis: line.basis ?? '',
  count: line.count ?? 0,
  text: line.text ?? '',
  reason: line.reason ?? '',
  requestId: line.requestId,
});

/** A line as a program reads it. */
export const lineJson = (line: AuditLine) => {
  const { people: _people, hash: _hash, ...told } = line;
  return told;
};

/** A line as the case's owner may see it: who, when, why and what, without addresses of machines. */
export const readerView = (line: AuditLine, unitName: UnitNaming) => ({
  at: line.at,
  kind: line.kind,
  ...personView(line.person, unitName),
  basis: line.basis ?? '',
  reason: line.reason ?? '',
  refused: line.status >= 400,
});

export const alertView = (alert: AuditAlert, unitName: UnitNaming) => ({
  rule: alert.rule,
  day: alert.day,
  count: alert.count,
  firstAt: alert.firstAt,
  lastAt: alert.lastAt,
  ...personView(alert.person, unitName),
});

export const kindOptions = AUDIT_KINDS.map((kind) => ({ value: kind, key: `audit:kinds.${kind}` }));

const COLUMNS = [
  'at',
  'kind',
  'name',
  'role',
  'unit',
  'username',
  'ip',
  'method',
  'path',
  'status',
  'dispute',
  'basis',
  'count',
  'text',
  'reason',
  'request',
  'chain',
  'seq',
  'hash',
] as const;

/** Quoted for a spreadsheet; what it would take for a formula is text. */
const cell = (value: string): string => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The lines as comma-separated text, with a mark that lets Excel read it as UTF-8. */
export async function* auditSheet(lines: AsyncIterable<AuditLine>): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`;
  for await (const line of lines) {
    const { person } = line;
    const cells = [
      line.at.toISOString(),
      line.kind,
      person?.name ?? '',
      person?.role ?? '',
      person?.unitCode ?? '',
      line.username ?? '',
      line.ip ?? '',
      line.method,
      line.path,
      String(line.status),
      line.disputeId ?? '',
      line.basis ?? '',
      String(line.count ?? ''),
      line.text ?? '',
      line.reason ?? '',
      line.requestId,
      line.chain,
      String(line.seq),
      line.hash,
    ];
    yield `${cells.map(cell).join(',')}\r\n`;
  }
}
