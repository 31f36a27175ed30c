// The list of households as it is pasted or handed in: columns by their names, each row checked by itself.

import { type FieldError, invalid, invalidField } from '../../domain/errors.ts';
import { isPhone, normalisePhone } from '../../domain/identity.ts';
import { type TextTable } from '../../platform/text-table.ts';
import { type HouseholdValues } from './series.record.ts';

export const MOST_HOUSEHOLDS = 2000;

const COLUMNS: Readonly<Record<keyof HouseholdValues, readonly string[]>> = {
  name: ['姓名', '户主', '业主', '业主姓名', '名称', 'name'],
  phone: ['电话', '手机', '手机号', '联系电话', '联系方式', 'phone'],
  idNumber: ['身份证', '身份证号', '身份证号码', '证件号', '证件号码', 'id', 'idnumber'],
  address: ['地址', '住址', '房号', '门牌', '门牌号', 'address'],
  amount: ['金额', '欠费', '欠费金额', '欠薪', '欠薪金额', '标的额', 'amount'],
};
const FIELDS = Object.keys(COLUMNS) as readonly (keyof HouseholdValues)[];

export interface HouseholdRow {
  readonly line: number;
  readonly values: HouseholdValues;
  readonly errors: readonly FieldError[];
}

/** @throws DomainError `validation` at `file` when a needed column is missing or there are too many rows */
export function householdsOf({ header, rows }: TextTable): readonly HouseholdRow[] {
  const places = new Map(FIELDS.map((field) => [field, header.findIndex((name) => COLUMNS[field].includes(name))]));
  if ((places.get('name') ?? -1) < 0) throw invalidField('file', 'series.nameColumn');
  if (rows.length > MOST_HOUSEHOLDS) {
    throw invalid('validation', [{ field: 'file', code: 'series.tooManyRows', params: { limit: MOST_HOUSEHOLDS } }]);
  }
  const seen = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const values = Object.fromEntries(
      FIELDS.map((field) => [field, (cells[places.get(field) ?? -1] ?? '').trim()]),
    ) as unknown as HouseholdValues;
    const phone = normalisePhone(values.phone);
    const key = [values.name, values.idNumber || phone || values.address].join('|');
    const first = seen.get(key);
    seen.set(key, first ?? line);
    return {
      line,
      values: { ...values, phone },
      errors: [
        ...(values.name === '' ? [{ field: 'name', code: 'any.required' }] : []),
        ...(phone !== '' && !isPhone(phone) ? [{ field: 'phone', code: 'phone.invalid' }] : []),
        ...(first === undefined ? [] : [{ field: 'name', code: 'series.twice', params: { line: first } }]),
      ],
    };
  });
}
