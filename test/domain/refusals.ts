import { AssertionError, expect } from 'chai';
import { DomainError } from '../../src/domain/errors.ts';

/** Runs something that must be refused and gives the error back. */
export function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError);
    return error as DomainError;
  }
  throw new AssertionError('expected a DomainError');
}
