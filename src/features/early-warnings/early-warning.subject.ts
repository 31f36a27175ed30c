import { type Party } from '../disputes/index.ts';

/**
 * By what a party is known again: the blind index of the number, else of the phone; an organisation else by its name,
 * which is no secret. Undefined for a person of whom only a name is known: many people have one name.
 */
export const subjectOf = ({ kind, name, idIndex, phoneIndex }: Party): string | undefined =>
  idIndex ?? (kind === 'natural' ? phoneIndex : `name:${name.replaceAll(/\s/g, '')}`);
