import { type Response } from 'express';
import { DomainError } from '../domain/errors.ts';

/** One line of a form's error summary; without a field it concerns the form as a whole. */
export interface FormError {
  readonly field: string;
  readonly text: string;
}

/**
 * The words of an error the person can correct in the form they sent; anything else is thrown on.
 * @throws the error itself when it is not of the kinds invalid or conflict
 */
export function formErrorsOf(res: Response, error: unknown): readonly FormError[] {
  if (!(error instanceof DomainError) || (error.kind !== 'invalid' && error.kind !== 'conflict')) throw error;
  const { detail, fields } = res.explain(error);
  return fields.length > 0 ? fields : [{ field: '', text: detail }];
}
