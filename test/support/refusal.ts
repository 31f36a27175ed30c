import { DomainError } from '../../src/domain/errors.ts';

/** The refusal the work ends in. @throws Error when it succeeds or breaks otherwise */
export async function refused(work: Promise<unknown>): Promise<DomainError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

/** `field code` of every field at fault. */
export const fieldsOf = (error: DomainError): readonly string[] =>
  error.errors.map(({ field, code }) => `${field} ${code}`);
