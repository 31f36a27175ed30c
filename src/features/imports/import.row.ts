// One row of a hotline file becomes a request for mediation, or tells what is wrong with it.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type FieldError } from '../../domain/errors.ts';
import { registerSchema, type RegisterInput } from '../disputes/index.ts';
import { guessRespondent, guessType, type readTypeTable } from './import.guess.ts';
import { type Places } from './import.place.ts';
import { type RowValues } from './import.record.ts';
import { dayOfCell } from './import.time.ts';

/** The system whose numbers the orders carry. */
export const HOTLINE = '12345';
const HOTLINE_SOURCE = 'I03';
const TITLE_LENGTH = 80;

/** Column of the file behind each field of a request. */
const COLUMNS: Readonly<Record<string, keyof RowValues>> = {
  facts: 'text',
  title: 'subject',
  requestedOn: 'time',
  placeUnit: 'unit',
  externalNumber: 'number',
};

export interface Judged {
  readonly input: RegisterInput;
  readonly note: string;
}

export interface RowRules {
  readonly places: Places;
  readonly types: ReturnType<typeof readTypeTable>;
  readonly today: CalendarDay;
}

/** The request a row stands for, or every error of the row. */
export function judgeRow(values: RowValues, rules: RowRules): Judged | readonly FieldError[] {
  const errors: FieldError[] = [];
  const day = dayOfCell(values.time);
  if (values.number === '') errors.push({ field: 'number', code: 'any.required' });
  if (values.text === '') errors.push({ field: 'text', code: 'any.required' });
  if (values.time === '') errors.push({ field: 'time', code: 'any.required' });
  else if (!day) errors.push({ field: 'time', code: 'day.invalid' });
  else if (day > rules.today) errors.push({ field: 'time', code: 'day.future' });
  const place = rules.places.of(values.unit, values.village);
  if ('error' in place) errors.push(place.error);
  if (errors.length > 0 || !day || 'error' in place) return errors;

  const subject = values.subject || values.text.slice(0, TITLE_LENGTH);
  const guess = guessType(values.subject, values.text, rules.types);
  const respondent = guessRespondent(values.subject, values.text);
  const { value, error } = registerSchema.validate(
    {
      source: HOTLINE_SOURCE,
      type: guess.type,
      title: subject.replaceAll(/\s+/g, ' ').slice(0, TITLE_LENGTH),
      facts: values.text,
      claims: [],
      placeUnit: place.unit,
      requestedOn: day,
      parties: [
        { side: 'applicant', kind: 'natural', name: `热线来电人 ${values.user}`.trim() },
        { side: 'respondent', ...respondent },
      ],
      riskTriggers: [],
      externalSystem: HOTLINE,
      externalNumber: values.number,
    },
    { abortEarly: false },
  );
  if (error) {
    return error.details.map(({ path: [field = ''], type, context }) => ({
      field: COLUMNS[String(field)] ?? String(field),
      code: type,
      ...(typeof context?.['limit'] === 'number' ? { params: { limit: context['limit'] } } : {}),
    }));
  }
  return { input: value, note: guess.note };
}
