// The data dictionary as a page and for other programs.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { DICTIONARY_RECORDS, DICTIONARY_VERSION, dictionaryRows } from '../../domain/data-dictionary.ts';
import { INDICATOR_IDS, indicatorOf } from '../../domain/indicator.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type I18n } from '../../platform/i18n.ts';
import { tabsOf } from './statistic.analysis.pages.ts';
import { type ExportNote, sheetCsv, sheetJson, sheetXlsx } from './statistic.export.ts';
import { type Sheet } from './statistic.sheet.ts';

type Say = (key: string, params?: object) => string;

const BASE = '/statistics/dictionary';
const FORMATS = ['xlsx', 'csv', 'json'] as const;
const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;
const params = Joi.object<{ readonly file: string }>({
  file: Joi.string()
    .valid(...FORMATS.map((format) => `dictionary.${format}`))
    .required(),
});
const COLUMNS = ['path', 'definition', 'kind', 'unit', 'source', 'version'] as const;

/** One line of the dictionary in words; the record and the path stay what they are. */
interface Entry {
  readonly record: string;
  readonly path: string;
  readonly definition: string;
  readonly kind: string;
  readonly unit: string;
  readonly source: string;
  readonly version: string;
}

/** Units of indicators, by kind. */
const INDICATOR_UNITS = {
  count: 'cases',
  share: 'percent',
  mean: 'days',
  median: 'days',
  p90: 'days',
  sum: 'yuan',
  quotient: 'quotient',
  rate: 'tenThousand',
  growth: 'percent',
} as const;

export function dictionaryEntries(t: Say): readonly Entry[] {
  const fields = dictionaryRows().map(({ record, path, kind, unit, source, version = 1 }) => ({
    record,
    path,
    definition: t(`dictionary:element.${record}.${path}`),
    kind: t(`dictionary:kind.${kind}`),
    unit: unit ? t(`dictionary:unit.${unit}`) : '',
    source: t(`dictionary:source.${source}`),
    version: String(version),
  }));
  const indicators = INDICATOR_IDS.map((id) => {
    const { kind, source, from, breaks = [] } = indicatorOf(id);
    return {
      record: 'indicator',
      path: id,
      definition: `${t(`statistics:figure.${id}.name`)}：${t(`statistics:figure.${id}.formula`)}`,
      kind: t(`statistics:kind.${kind}`),
      unit: t(`dictionary:measure.${INDICATOR_UNITS[kind]}`),
      source: source === 'D' ? t('statistics:card.ours') : source,
      version: [String(DICTIONARY_VERSION), ...(from ? [`≥ ${from}`] : []), ...breaks.map((day) => `| ${day}`)].join(
        ' ',
      ),
    };
  });
  return [...fields, ...indicators];
}

export function dictionaryRoutes({ i18n }: { readonly i18n: I18n }): readonly RouteRow[] {
  const sayIn =
    (req: Request): Say =>
    (key, values) =>
      i18n.t(req.language, key, { ...values });
  const sheetsOf = (t: Say): readonly Sheet[] => {
    const entries = dictionaryEntries(t);
    return [...DICTIONARY_RECORDS, 'indicator'].map((record) => ({
      id: record,
      title: t(`dictionary:record.${record}`),
      first: t('dictionary:column.path'),
      columns: COLUMNS.slice(1).map((column) => ({ text: t(`dictionary:column.${column}`), kind: 'number' as const })),
      rows: entries
        .filter((entry) => entry.record === record)
        .map((entry) => ({
          key: entry.path,
          text: entry.path,
          cells: COLUMNS.slice(1).map((column) => ({ text: entry[column], number: null })),
        })),
    }));
  };
  const noteOf = (t: Say): ExportNote => ({
    heading: t('statistics:export.about'),
    total: t('statistics:total'),
    parts: t('statistics:card.parts'),
    lines: [
      [t('dictionary:title'), t('dictionary:lead')],
      [t('dictionary:column.version'), t('dictionary:about', { version: DICTIONARY_VERSION })],
    ],
  });

  const show: RequestHandler = (req, res) => {
    res.page('statistics/dictionary', {
      tabs: tabsOf('dictionary', {}),
      version: DICTIONARY_VERSION,
      sheets: sheetsOf(sayIn(req)),
      files: FORMATS.map((format) => ({ format, href: `${BASE}/dictionary.${format}` })),
    });
  };

  const file: RequestHandler = async (req, res) => {
    const { file: name } = validate(params, req.params);
    const format = FORMATS.find((each) => name.endsWith(each)) ?? 'json';
    const t = sayIn(req);
    res.type(TYPES[format]).set('Content-Disposition', `attachment; filename="jiefen-${name}"`);
    const sheets = sheetsOf(t);
    switch (format) {
      case 'xlsx':
        res.send(await sheetXlsx(sheets, noteOf(t)));
        return;
      case 'csv': {
        // One table of all records, for programs that know one sheet.
        const [first] = sheets;
        const whole = first && {
          ...first,
          columns: [{ text: t('dictionary:column.record'), kind: 'number' as const }, ...first.columns],
          rows: sheets.flatMap(({ title, rows }) =>
            rows.map((row) => ({ ...row, cells: [{ text: title, number: null }, ...row.cells] })),
          ),
        };
        res.send(whole ? sheetCsv(whole, noteOf(t)) : '');
        return;
      }
      case 'json':
        res.send(
          JSON.stringify({ version: DICTIONARY_VERSION, sheets: sheets.map((sheet) => sheetJson(sheet, noteOf(t))) }),
        );
    }
  };

  const api: RequestHandler = (req, res) => {
    res.json({ version: DICTIONARY_VERSION, items: dictionaryEntries(sayIn(req)) });
  };

  return [
    { method: 'get', path: BASE, right: 'readStatistics', handler: show },
    { method: 'get', path: `${BASE}/:file`, right: 'readStatistics', handler: file },
    {
      method: 'get',
      path: '/api/v1/statistics/dictionary',
      right: 'readStatistics',
      scope: 'statistics:read',
      handler: api,
      operation: {
        id: 'showDictionary',
        summary: 'dictionary:api.showDictionary',
        group: 'statistics:api.group',
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}
