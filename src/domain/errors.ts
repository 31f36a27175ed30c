// The one family of expected errors. A code names the message in the locale files (`errors.<code>`), a kind tells
// the edge of the system how to answer, a rule names the article or rule that forbade the act.

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'stale'
  | 'preconditionRequired'
  | 'tooLarge'
  | 'unsupportedMedia'
  | 'tooMany'
  | 'unavailable';

export type ErrorParams = Readonly<Record<string, string | number>>;

/** One thing wrong with one field: `field` is a dotted path such as `parties.0.name`, `code` a key below `errors.field`. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly params?: ErrorParams;
}

export interface ErrorDetail {
  readonly rule?: string | undefined;
  readonly params?: ErrorParams | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/** An error the system expects and explains; everything else is a fault. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly rule: string | undefined;
  readonly params: ErrorParams;
  readonly errors: readonly FieldError[];

  constructor(kind: ErrorKind, code: string, detail: ErrorDetail = {}) {
    super(code);
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.rule = detail.rule;
    this.params = detail.params ?? {};
    this.errors = detail.errors ?? [];
  }
}

/** The input breaks a rule; each entry names its field. */
export const invalid = (code: string, errors: readonly FieldError[] = []): DomainError =>
  new DomainError('invalid', code, { errors });

/** One field breaks a rule. */
export const invalidField = (field: string, code: string, params?: ErrorParams): DomainError =>
  invalid('validation', [params ? { field, code, params } : { field, code }]);

/** A rule forbids the act to this person or at this moment; `rule` is its id or article. */
export const forbidden = (code: string, rule?: string, params?: ErrorParams): DomainError =>
  new DomainError('forbidden', code, { rule, params });

/** The thing does not exist, or the reader may not know that it does. */
export const notFound = (code = 'notFound'): DomainError => new DomainError('notFound', code);

/** The act is well formed but the record is not in a state that permits it. */
export const conflict = (code: string, rule?: string, params?: ErrorParams): DomainError =>
  new DomainError('conflict', code, { rule, params });

/** Somebody else changed the record since the reader saw `seen`; `current` is its version now. */
export const stale = (seen: number, current: number): DomainError =>
  new DomainError('stale', 'stale', { params: { seen, current } });
