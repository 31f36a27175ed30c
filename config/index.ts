// The only reader of the environment. Every variable is one documented entry of the schema below; the result is
// checked as a whole, frozen, and handed to those who need it.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Joi from 'joi';
import { generatedSecrets } from './secrets.ts';

/** The keys that seal personal data: the first id seals, every key opens. */
export interface DataKeys {
  readonly current: string;
  /** 32-byte AES keys by key id. */
  readonly keys: ReadonlyMap<string, Buffer>;
}

export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  /** Absent: the embedded database is started below `dataDirectory`. */
  readonly mongodbUri: string | undefined;
  readonly dataDirectory: string;
  readonly sessionSecret: string;
  readonly dataKeys: DataKeys;
  readonly indexKey: Buffer;
  /** Public address without a trailing slash. */
  readonly baseUrl: string;
  readonly secureCookies: boolean;
  readonly logLevel: string;
  /** Number of reverse proxies in front of the application. */
  readonly trustProxy: number;
  readonly district: string;
  /** Code of the district's court, the root of every unit's path. */
  readonly courtCode: string;
  /** Whom to tell of a weakness, in `/.well-known/security.txt`. */
  readonly securityContact: string | undefined;
  readonly demo: boolean;
  /** Administrators need a second factor, but for the demonstration. */
  readonly requireSecondFactor: boolean;
  /** Absent: short messages stay in the outbox. */
  readonly sms: { readonly url: string; readonly secret: string } | undefined;
  /** Forms used although the rule behind them is not settled, such as F09. */
  readonly optionalForms: readonly string[];
}

/** The environment is not usable; `problems` names every variable at fault. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const KEY_BYTES = 32;
const isKey = (text: string): boolean => Buffer.from(text, 'base64').length === KEY_BYTES;

const key: Joi.CustomValidator<string> = (value, helpers) => (isKey(value) ? value : helpers.error('key.bytes'));
const keyList: Joi.CustomValidator<string> = (value, helpers) =>
  value.split(',').every((entry) => /^[a-z0-9]{1,16}:/.test(entry) && isKey(entry.slice(entry.indexOf(':') + 1)))
    ? value
    : helpers.error('key.list');

const secret = (schema: Joi.StringSchema): Joi.StringSchema =>
  schema.when('NODE_ENV', { not: 'production', otherwise: Joi.required() });

/** One entry a variable; `.description()` is the text of `.env.example`. */
export const schema = Joi.object({
  NODE_ENV: Joi.string()
    .valid('development', 'test', 'production')
    .default('development')
    .description('production demands every secret and hides the details of faults'),
  PORT: Joi.number().port().default(3000).description('port the web server listens on'),
  MONGODB_URI: Joi.string()
    .uri({ scheme: ['mongodb', 'mongodb+srv'] })
    .description('MongoDB 7 or newer, as a replica set or sharded cluster; absent: the embedded database'),
  JIEFEN_DATA_DIR: Joi.string()
    .default('./.jiefen')
    .description('directory of the embedded database and of the secrets generated outside production'),
  JIEFEN_SESSION_SECRET: secret(Joi.string().min(32)).description('at least 32 characters; signs the session cookie'),
  JIEFEN_DATA_KEYS: secret(Joi.string().custom(keyList)).description(
    'keyId:base64,… AES-256 keys for personal data; the first one seals, all of them open',
  ),
  JIEFEN_INDEX_KEY: secret(Joi.string().custom(key)).description(
    '32 bytes in base64; key of the index that finds people by identity number or phone',
  ),
  JIEFEN_BASE_URL: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .description('public address, as written in links and notices; default http://localhost:PORT'),
  JIEFEN_SECURE_COOKIES: Joi.boolean().description(
    'send cookies over HTTPS only; default: whether the public address begins with https',
  ),
  JIEFEN_LOG_LEVEL: Joi.string()
    .valid('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')
    .default('info')
    .description('least important log line that is written'),
  JIEFEN_TRUST_PROXY: Joi.number().integer().min(0).max(10).default(0).description('reverse proxies in front'),
  JIEFEN_DISTRICT: Joi.string()
    .pattern(/^[a-z0-9-]+$/)
    .default('tongzhou')
    .description('file in config/districts with the units of the district'),
  JIEFEN_SMS_URL: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .description('address of the SMS gateway; absent: messages stay in the outbox'),
  JIEFEN_SMS_SECRET: Joi.string().min(16).description('at least 16 characters; signs every request to the SMS gateway'),
  JIEFEN_OPTIONAL_FORMS: Joi.string()
    .pattern(/^F\d{2}(,F\d{2})*$/)
    .allow('')
    .default('')
    .description('forms in use although the rule behind them is not settled, such as F09; none unless named'),
  JIEFEN_SECURITY_CONTACT: Joi.string()
    .uri({ scheme: ['mailto', 'https', 'tel'] })
    .description('whom to tell of a weakness, as mailto:, https: or tel:, for /.well-known/security.txt'),
  JIEFEN_REQUIRE_SECOND_FACTOR: Joi.boolean().description(
    'administrators sign in with a code of their phone as well; default: whether NODE_ENV is production',
  ),
  JIEFEN_DEMO: Joi.boolean().default(false).description('show the demonstration accounts on the sign-in page'),
})
  .with('JIEFEN_SMS_URL', 'JIEFEN_SMS_SECRET')
  .pattern(/^(?!JIEFEN_)/, Joi.any())
  .messages({
    'any.required': '{#label} must be set in production',
    'object.unknown': '{#label} is not a variable of Jiefen',
    'key.bytes': '{#label} must be 32 bytes in base64',
    'key.list': '{#label} must read keyId:base64,… with keys of 32 bytes',
  });

function dataKeysOf(list: string): DataKeys {
  const entries = list.split(',').map((entry) => {
    const colon = entry.indexOf(':');
    return [entry.slice(0, colon), Buffer.from(entry.slice(colon + 1), 'base64')] as const;
  });
  return Object.freeze({ current: entries[0]?.[0] ?? '', keys: new Map(entries) });
}

/** The same directory from source and from the compiled files, which hold no reference data. */
const DISTRICTS = [import.meta.dirname, join(import.meta.dirname, '../../config')].map((place) =>
  join(place, 'districts'),
);

/** @throws ConfigError when there is no such district */
function courtCodeOf(district: string): string {
  const file = DISTRICTS.map((directory) => join(directory, `${district}.json`)).find((path) => existsSync(path));
  if (file === undefined) throw new ConfigError([`JIEFEN_DISTRICT: there is no config/districts/${district}.json`]);
  return (JSON.parse(readFileSync(file, 'utf8')) as { court: { code: string } }).court.code;
}

/** Reads `.env` beside the application when there is one; variables already set win. */
function processEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/**
 * Reads and checks the configuration.
 * @throws ConfigError naming every variable at fault
 */
export function loadConfig(environment: NodeJS.ProcessEnv = processEnvironment()): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { value, error } = schema.validate(present, { abortEarly: false, errors: { wrap: { label: false } } });
  if (error) throw new ConfigError(error.details.map((detail) => detail.message));

  const dataDirectory = resolve(value.JIEFEN_DATA_DIR);
  const own = value.JIEFEN_SESSION_SECRET && value.JIEFEN_DATA_KEYS && value.JIEFEN_INDEX_KEY;
  const secrets = { ...(own ? {} : generatedSecrets(dataDirectory)), ...value };
  const baseUrl = (value.JIEFEN_BASE_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, '');
  return Object.freeze({
    environment: value.NODE_ENV,
    port: value.PORT,
    mongodbUri: value.MONGODB_URI,
    dataDirectory,
    sessionSecret: secrets.JIEFEN_SESSION_SECRET,
    dataKeys: dataKeysOf(secrets.JIEFEN_DATA_KEYS),
    indexKey: Buffer.from(secrets.JIEFEN_INDEX_KEY, 'base64'),
    baseUrl,
    secureCookies: value.JIEFEN_SECURE_COOKIES ?? baseUrl.startsWith('https:'),
    logLevel: value.JIEFEN_LOG_LEVEL,
    trustProxy: value.JIEFEN_TRUST_PROXY,
    district: value.JIEFEN_DISTRICT,
    courtCode: courtCodeOf(value.JIEFEN_DISTRICT),
    securityContact: value.JIEFEN_SECURITY_CONTACT,
    demo: value.JIEFEN_DEMO,
    requireSecondFactor: value.JIEFEN_REQUIRE_SECOND_FACTOR ?? value.NODE_ENV === 'production',
    sms:
      value.JIEFEN_SMS_URL && value.JIEFEN_SMS_SECRET
        ? { url: value.JIEFEN_SMS_URL, secret: value.JIEFEN_SMS_SECRET }
        : undefined,
    optionalForms: value.JIEFEN_OPTIONAL_FORMS.split(',').filter(Boolean),
  });
}
