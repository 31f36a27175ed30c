// The prescribed table as a page, as form F29 in Word and PDF, and over the API.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { formatMoney } from '../../domain/money.ts';
import { REGISTER_ITEMS, type RegisterItem } from '../../domain/register.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type FormData } from '../forms/index.ts';
import { nameIn } from '../units/index.ts';
import { type Register, type RegisterService } from './register.service.ts';
import { address, paramsOf } from './statistic.address.ts';
import { tabsOf } from './statistic.analysis.pages.ts';
import { type StatisticsPagesDeps } from './statistic.pages.ts';
import { PRESETS, tablesSchema, type TablesQuery } from './statistic.schema.ts';

export interface RegisterRoutesDeps extends Pick<StatisticsPagesDeps, 'statistics' | 'i18n'> {
  readonly registers: RegisterService;
  /** The form filled from its present template, in Word or as PDF. */
  readonly printForm: (form: 'F29', data: FormData, format: 'docx' | 'pdf') => Promise<Buffer>;
}

const BASE = '/statistics/register';
const FORMATS = ['docx', 'pdf'] as const;
type Format = (typeof FORMATS)[number];
const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const;
const params = Joi.object<{ readonly file: string }>({
  file: Joi.string()
    .valid(...FORMATS.map((format) => `F29.${format}`))
    .required(),
});
/** Tags of the template. */
const TAGS: Readonly<Record<RegisterItem, string>> = {
  accepted: '受理数',
  success: '成功数',
  written: '书面数',
  oral: '口头数',
  performed: '履行数',
  confirmed: '确认数',
  amount: '金额',
  failed: '不成数',
};

const itemText = (item: RegisterItem, value: number): string =>
  item === 'amount' ? `${formatMoney(value)}元` : String(value);

export function registerRoutes({ registers, statistics, i18n, printForm }: RegisterRoutesDeps): readonly RouteRow[] {
  const read = (req: Request) => {
    const query = validate<TablesQuery>(tablesSchema, req.query);
    return registers.read(requireActor(req), query).then((register) => ({ query, register }));
  };

  const show: RequestHandler = async (req, res) => {
    const { query, register } = await read(req);
    const { scope, table, entries } = register;
    const units = await statistics.choices(requireActor(req));
    const own = paramsOf(query);
    res.page('statistics/register', {
      tabs: tabsOf('register', own),
      unitName: nameIn(req.language, scope.unit.name),
      from: scope.period.from,
      to: scope.period.to,
      asOf: scope.asOf,
      query,
      units: units.map(({ code, name }) => ({ value: code, text: nameIn(req.language, name) })),
      presets: PRESETS.map((preset) => ({
        preset,
        current: scope.period.preset === preset,
        href: address(BASE, own, { period: preset, from: undefined, to: undefined }),
      })),
      items: REGISTER_ITEMS.map((item) => ({ item, text: itemText(item, table.items[item]) })),
      byType: table.byType,
      bySource: table.bySource,
      entries: entries.slice(0, SHOWN),
      more: Math.max(0, entries.length - SHOWN),
      files: FORMATS.map((format) => ({ format, href: address(`${BASE}/F29.${format}`, own) })),
    });
  };

  const print: RequestHandler = async (req, res) => {
    const { file } = validate(params, req.params);
    const format: Format = file === 'F29.pdf' ? 'pdf' : 'docx';
    const { register } = await read(req);
    const t = (key: string): string => i18n.t('zh-CN', key);
    const bytes = await printForm('F29', formDataOf(register, t), format);
    const { unit, period } = register.scope;
    const name = `${unit.code}-F29-${period.from}-${period.to}.${format}`;
    res.type(TYPES[format]).set('Content-Disposition', `attachment; filename="${name}"`).send(bytes);
  };

  const api: RequestHandler = async (req, res) => {
    const { register } = await read(req);
    const { scope, table, entries } = register;
    res.json({
      unit: scope.unit.code,
      from: scope.period.from,
      to: scope.period.to,
      asOf: scope.asOf,
      ...table,
      entries,
    });
  };

  const row = (path: string, handler: RequestHandler): RouteRow => ({
    method: 'get',
    path,
    right: 'readStatistics',
    handler,
  });
  return [
    row(BASE, show),
    row(`${BASE}/:file`, print),
    {
      ...row('/api/v1/statistics/register', api),
      scope: 'statistics:read',
      operation: {
        id: 'showRegister',
        summary: 'statistics:api.showRegister',
        group: 'statistics:api.group',
        query: tablesSchema,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}

/** Entries a page shows; the form has all of them. */
const SHOWN = 200;

/** The fields of the form. It is a Chinese form whatever the page's language. */
export function formDataOf({ scope, table, entries }: Register, t: (key: string) => string): FormData {
  const { from, to } = scope.period;
  const lines = [
    ...table.byType.map(({ key, ...line }) => ({ ...line, name: t(`codes:types.${key}`) })),
    ...table.bySource.map(({ key, ...line }) => ({ ...line, name: `来源：${t(`codes:sources.${key}`)}` })),
  ];
  return {
    承办单位: scope.unit.name.zh,
    期间: `${dayZh(from)}至${dayZh(to)}`,
    ...Object.fromEntries(REGISTER_ITEMS.map((item) => [TAGS[item], itemText(item, table.items[item])])),
    分类: lines.map(({ name, accepted, success }) => ({ 类别: name, 受理: String(accepted), 成功: String(success) })),
    登记: entries.map(({ number, type, acceptedOn, mediator, outcome }, index) => ({
      序号: String(index + 1),
      编号: number,
      类型: t(`codes:types.${type}`),
      受理: acceptedOn,
      调解员: mediator ?? '',
      结果: outcome ? t(`codes:endings.${outcome}`) : '办理中',
    })),
    今日: dayZh(scope.today),
  };
}
const dayZh = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
