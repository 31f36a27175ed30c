// The OpenAPI 3.1 document, written from the rows that are mounted: what validates is what is told.

import { createRequire } from 'node:module';
import type Joi from 'joi';
import { API_PREFIX, isApiRow, type ApiOperation, type RouteRow } from './routes.ts';

/** As much of JSON Schema as the document and its page look at. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly [key: string]: unknown;
}

const toJsonSchema = createRequire(import.meta.url)('joi-to-json') as (schema: Joi.Schema, mode: string) => JsonSchema;
const schemaOf = (schema: Joi.Schema): JsonSchema => toJsonSchema(schema, 'open-api-3.1');

type ApiRow = RouteRow & { readonly operation: ApiOperation };
const isDescribed = (row: RouteRow): row is ApiRow => isApiRow(row) && row.operation !== undefined;

const WRITES: readonly string[] = ['post', 'put', 'patch', 'delete'];
const addressOf = (row: RouteRow): string => row.path.slice(API_PREFIX.length).replace(/:(\w+)/g, '{$1}');

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

function parametersIn(place: 'path' | 'query', schema: Joi.ObjectSchema | undefined): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** Path parameters are told even where no schema describes them. */
function pathParameters(row: ApiRow): Parameter[] {
  const described = parametersIn('path', row.operation.params);
  const names = [...row.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const plain = names.filter((name) => !described.some((parameter) => parameter.name === name));
  return [
    ...described,
    ...plain.map((name) => ({ name, in: 'path' as const, required: true, schema: { type: 'string' } })),
  ];
}

function headers({ method, operation }: ApiRow): Parameter[] {
  const text = { type: 'string' };
  return [
    ...(WRITES.includes(method)
      ? [{ name: 'Idempotency-Key', in: 'header' as const, required: false, schema: text }]
      : []),
    ...(operation.ifMatch ? [{ name: 'If-Match', in: 'header' as const, required: true, schema: text }] : []),
  ];
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly 'x-right': string;
  readonly security: readonly { readonly bearer: readonly string[] }[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: JsonContent };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: JsonContent }>>;
}

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly [key: string]: unknown;
}

type JsonContent = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const json = (schema: JsonSchema): JsonContent => ({ 'application/json': { schema } });
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

function operationOf(row: ApiRow, t: (key: string) => string): Operation {
  const { operation, right, scope } = row;
  const responses = Object.entries(operation.responses).map(([status, schema]) => [
    status,
    { description: t(`api:status.${status}`), ...(schema ? { content: json(schemaOf(schema)) } : {}) },
  ]);
  return {
    operationId: operation.id,
    summary: t(operation.summary),
    ...(operation.description ? { description: t(operation.description) } : {}),
    ...(operation.group ? { tags: [t(operation.group)] } : {}),
    'x-right': right,
    security: right === 'public' ? [] : [{ bearer: scope ? [scope] : [] }],
    parameters: [...pathParameters(row), ...parametersIn('query', operation.query), ...headers(row)],
    ...(operation.body ? { requestBody: { required: true, content: json(schemaOf(operation.body)) } } : {}),
    responses: {
      ...Object.fromEntries(responses),
      default: { description: t('api:status.problem'), content: PROBLEM },
    },
  };
}

const TEXT = { type: 'string' };
const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: TEXT,
    title: TEXT,
    status: { type: 'integer' },
    detail: TEXT,
    instance: TEXT,
    rule: TEXT,
    params: { type: 'object' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['field', 'code'], properties: { field: TEXT, code: TEXT, detail: TEXT } },
    },
  },
};

/** The OpenAPI document of the rows, in one language. */
export function openApi(rows: readonly RouteRow[], t: (key: string) => string, baseUrl: string): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const row of rows.filter(isDescribed)) {
    (paths[addressOf(row)] ??= {})[row.method] = operationOf(row, t);
  }
  return {
    openapi: '3.1.0',
    info: { title: t('api:title'), version: '1', description: t('api:about') },
    servers: [{ url: `${baseUrl}${API_PREFIX}` }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}
