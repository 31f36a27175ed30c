// GET /api/v1/openapi.json and GET /api/v1/docs: one description, once for programs and once for people.

import { type RequestHandler } from 'express';
import { type I18n, type Language } from '../platform/i18n.ts';
import { openApi, type JsonSchema, type OpenApi } from './api-document.ts';
import { type RouteRow } from './routes.ts';

/** One line of a table of fields: `parties[].name`, its type, and whether it must be there. */
export interface ListedField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

const DEEPEST = 4;

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.items) return `${typeOf(schema.items)}[]`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

/** The fields of a schema, nested ones by their path. */
export function listFields(schema: JsonSchema, prefix = '', depth = 0): ListedField[] {
  if (depth > DEEPEST) return [];
  if (schema.items) return listFields(schema.items, `${prefix}[]`, depth + 1);
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = prefix ? `${prefix}.${key}` : key;
    const required = schema.required?.includes(key) ?? false;
    return [{ name, type: typeOf(property), required }, ...listFields(property, name, depth + 1)];
  });
}

const schemaIn = (part: { readonly content?: OpenApiContent } | undefined): JsonSchema =>
  Object.values(part?.content ?? {})[0]?.schema ?? {};

type OpenApiContent = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** The document as the page prints it: groups of operations with flat tables. */
export function listOperations({ paths }: OpenApi): readonly object[] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      group: operation.tags?.[0] ?? '',
      summary: operation.summary,
      description: operation.description ?? '',
      right: operation['x-right'],
      scopes: operation.security.flatMap(({ bearer }) => bearer),
      parameters: operation.parameters.map(({ name, in: place, required, schema }) => ({
        name,
        place,
        required,
        type: typeOf(schema),
      })),
      body: listFields(schemaIn(operation.requestBody)),
      responses: Object.entries(operation.responses).map(([status, response]) => ({
        status,
        description: response.description,
        fields: status === 'default' ? [] : listFields(schemaIn(response)),
      })),
    })),
  );
  const titles = [...new Set(operations.map(({ group }) => group))];
  return titles.map((title) => ({ title, operations: operations.filter(({ group }) => group === title) }));
}

interface DocumentHandlers {
  readonly json: RequestHandler;
  readonly page: RequestHandler;
}

export function apiDocument(rows: readonly RouteRow[], i18n: I18n, baseUrl: string): DocumentHandlers {
  const documents = new Map<Language, OpenApi>();
  const documentIn = (language: Language): OpenApi => {
    const document = documents.get(language) ?? openApi(rows, (key) => i18n.t(language, key), baseUrl);
    documents.set(language, document);
    return document;
  };
  return {
    json: (req, res) => {
      res.setHeader('Cache-Control', 'no-cache');
      res.json(documentIn(req.language));
    },
    page: (req, res) => res.page('api/docs', { groups: listOperations(documentIn(req.language)) }),
  };
}
