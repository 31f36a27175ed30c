// Every table of the statistics for other programs, and the monthly report.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { notFound } from '../../domain/errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { createFormats } from '../../platform/formats.ts';
import { type Threads } from '../../platform/threads.ts';
import { nameIn } from '../units/index.ts';
import { type AnalysisContext } from './statistic.analysis.ts';
import { ANALYSES, type Analysis, analysisOf, EXPORT_FORMATS } from './statistic.analysis.pages.ts';
import { type ExportNote, sheetCsv, sheetJson, sheetXlsx } from './statistic.export.ts';
import { overviewSheets } from './statistic.overview.ts';
import { overviewPictures, type StatisticsPagesDeps } from './statistic.pages.ts';
import { tablesSchema, type TablesQuery } from './statistic.schema.ts';
import { type Sheet } from './statistic.sheet.ts';
import { FUNNEL_FIGURES, TREND_FIGURES } from './statistic.tables.ts';
import { paramsOf } from './statistic.address.ts';
import { type Painted } from './picture.thread.ts';
import { type RegisterService } from './register.service.ts';
import { registerSheets } from './register.sheets.ts';
import { type PrintOrder } from './sheet.thread.ts';
import { requireActor } from '../../http/context.ts';

const PAGES = ['overview', ...ANALYSES] as const;
type PageName = (typeof PAGES)[number];
const params = Joi.object<{ readonly page: PageName; readonly file: string }>({
  page: Joi.string()
    .valid(...PAGES)
    .required(),
  file: Joi.string()
    .pattern(new RegExp(`^[a-z]{1,20}\\.(${EXPORT_FORMATS.join('|')})$`), 'file')
    .required(),
});
/** Stands for all sheets of a page together. */
const ALL = 'all';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
} as const;
const NOT_ON_PAPER = new Set(['…']);

export function exportRoutes(
  deps: StatisticsPagesDeps & { readonly threads: Threads; readonly registers: RegisterService },
): readonly RouteRow[] {
  const gather = async (req: Request, page: PageName, query: TablesQuery, id: string) => {
    if (page !== 'overview') return analysisOf(deps, req, page, query);
    const { context } = await analysisOf(deps, req, null, query);
    const level = query.level ?? (context.scope.unit.tier === 'court' ? 'township' : undefined);
    const { scope, t } = context;
    const facts = await deps.statistics.facts(scope, [...TREND_FIGURES, ...FUNNEL_FIGURES]);
    const pictures = overviewPictures(deps.statistics, scope, facts, paramsOf(query), t);
    const sheets = await overviewSheets(context, level);
    // The whole report ends with the prescribed table, where the reader may have it: it knows of no earlier day.
    const isWhole = id === ALL && !scope.shielded && scope.knownOn === undefined && query.type === undefined;
    if (!isWhole) return { context, analysis: { sheets, pictures } };
    const { table } = await deps.registers.read(requireActor(req), query);
    return { context, analysis: { sheets: [...sheets, ...registerSheets(context, table)], pictures } };
  };

  const send: RequestHandler = async (req, res) => {
    const { page, file } = validate(params, req.params);
    const query = validate<TablesQuery>(tablesSchema, req.query);
    const [id, format] = file.split('.') as [string, (typeof EXPORT_FORMATS)[number]];
    const { context, analysis } = await gather(req, page, query, id);
    const sheets = id === ALL ? analysis.sheets : analysis.sheets.filter((sheet) => sheet.id === id);
    const [first] = sheets;
    if (!first) throw notFound('statistics.noSuchTable');
    const note = noteOf(context, sheets, page);
    const { from, to } = context.scope.period;
    const name = `${context.scope.unit.code}-${page}-${id}-${from}-${to}.${format}`;
    res.type(TYPES[format]).set('Content-Disposition', `attachment; filename="${name}"`);
    switch (format) {
      case 'csv':
        res.send(sheetCsv(first, note));
        return;
      case 'json':
        res.send(JSON.stringify(sheetJson(first, note)));
        return;
      case 'xlsx':
        res.send(await sheetXlsx(sheets, note, await painted(deps.threads, analysis, sheets)));
        return;
      case 'pdf':
        res.send(Buffer.from(await deps.threads.run<Uint8Array>(PRINTER, printOrder(analysis, sheets, note))));
    }
  };
  return [{ method: 'get', path: '/statistics/exports/:page/:file', right: 'readStatistics', handler: send }];
}

/** The drawings beside the sheets, painted. */
async function painted(
  threads: Threads,
  { pictures }: Analysis,
  sheets: readonly Sheet[],
): Promise<ReadonlyMap<string, Painted>> {
  const drawn = sheets.flatMap(({ id }) => (pictures[id] ? [{ id, svg: pictures[id].wide }] : []));
  if (drawn.length === 0) return new Map();
  const images = await threads.run<readonly Painted[]>(PAINTER, { drawings: drawn.map(({ svg }) => svg) });
  return new Map(drawn.flatMap(({ id }, index) => (images[index] ? [[id, images[index]] as const] : [])));
}
const PAINTER = new URL('./picture.thread', import.meta.url);

const PRINTER = new URL('./sheet.thread', import.meta.url);

/** Unit, period, day of knowledge and the formula of every column. */
function noteOf({ scope, t, language, query }: AnalysisContext, sheets: readonly Sheet[], page: PageName): ExportNote {
  const columns = new Map(
    sheets.flatMap((sheet) => sheet.columns.flatMap(({ id }) => (id ? [[id, id] as const] : []))),
  );
  return {
    heading: t('statistics:export.about'),
    total: t('statistics:total'),
    parts: t('statistics:card.parts'),
    lines: [
      [t('statistics:tab.title'), t(`statistics:tab.${page}`)],
      [t('statistics:units.unit'), nameIn(language, scope.unit.name)],
      [t('statistics:presets.title'), t('statistics:lead', { from: scope.period.from, to: scope.period.to })],
      [t('statistics:filter.basis'), t(`statistics:basis.${scope.basis}`)],
      [t('statistics:export.asOf'), createFormats(language, { now: () => scope.asOf }).moment(scope.asOf)],
      ...(query.type ? [[t('statistics:filter.type'), t(`codes:types.${query.type}`)] as const] : []),
      ...(scope.shielded ? [[t('statistics:export.hidden'), t('statistics:shielded')] as const] : []),
      ...[...columns.keys()].map(
        (id) => [t(`statistics:figure.${id}.name`), t(`statistics:figure.${id}.formula`)] as const,
      ),
    ],
  };
}

function printOrder({ pictures }: Analysis, sheets: readonly Sheet[], { lines, total }: ExportNote): PrintOrder {
  const [page, unit, period, ...rest] = lines;
  const heads = [unit, period, ...rest.slice(0, 2)].flatMap((pair) => (pair ? [pair.join('：')] : []));
  return {
    title: page?.[1] ?? '',
    lines: heads,
    foot: `${unit?.[1] ?? ''} ${period?.[1] ?? ''}`,
    sheets: sheets.map((sheet) => {
      const svg = pictures[sheet.id]?.wide;
      const body = [
        ...sheet.rows.map(({ text, cells }) => ({ text, cells })),
        ...(sheet.total ? [{ text: total, cells: sheet.total }] : []),
      ];
      return {
        title: sheet.title,
        lead: sheet.lead ?? '',
        rows: [
          [sheet.first, ...sheet.columns.map(({ text }) => text)],
          ...body.map(({ text, cells }) => [
            text,
            ...cells.map(
              (cell) => `${NOT_ON_PAPER.has(cell.text) ? '' : cell.text}${cell.hint ? ` (${cell.hint})` : ''}`,
            ),
          ]),
        ],
        ...(svg ? { svg } : {}),
      };
    }),
  };
}
