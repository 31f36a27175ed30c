import type { Document } from 'bson';
import { decodeExactly, encode } from '../../gateway/bson-codec.ts';
import { BsonType, RawDocument, splitDocuments } from '../../gateway/raw-bson.ts';
import type { CommandContext } from '../context.ts';
import { mapValues } from './bson-values.ts';
import { mendFind } from './find.ts';
import { mendFilter } from './queries.ts';
import { mendPipeline } from './stages.ts';

type Mend = (command: Document) => Document;

/** Changes those of some fields that are there. */
const fields =
  (changes: Readonly<Record<string, (value: unknown) => unknown>>): Mend =>
  (command) =>
    mapValues(command, (value, name) => changes[name]?.(value) ?? value);

const mendUpdate = fields({ q: mendFilter, u: mendPipeline });
const mendDelete = fields({ q: mendFilter });

const each =
  (mend: Mend) =>
  (list: unknown): unknown =>
    Array.isArray(list) ? list.map((item) => mend(item as Document)) : list;

/** Where the questions of each command are. */
const COMMANDS: Readonly<Record<string, Mend>> = {
  find: mendFind,
  aggregate: fields({ pipeline: mendPipeline }),
  count: fields({ query: mendFilter }),
  distinct: fields({ query: mendFilter }),
  update: fields({ updates: each(mendUpdate) }),
  delete: fields({ deletes: each(mendDelete) }),
  findandmodify: fields({ query: mendFilter, update: mendPipeline }),
  create: fields({ pipeline: mendPipeline, validator: mendFilter }),
  collmod: fields({ pipeline: mendPipeline, validator: mendFilter }),
  explain: (command) => {
    const inner = command['explain'] as Document;
    const mend = COMMANDS[Object.keys(inner)[0]?.toLowerCase() ?? ''];
    return mend ? { ...command, explain: mend(inner) } : command;
  },
};

/** The operations of a write that came as a sequence of documents. */
const SEQUENCES: Readonly<Record<string, Mend>> = { updates: mendUpdate, deletes: mendDelete };

/** Names one of which occurs, followed by a zero, in every command there is something to mend in. */
const TELLTALES = [
  '$expr',
  '$count',
  '$group',
  '$project',
  '$bucket',
  '$bucketAuto',
  '$sortByCount',
  '$addFields',
  '$dateTrunc',
  '$dateAdd',
  '$dateSubtract',
  '$toString',
  '$convert',
  '$avg',
  '$geoIntersects',
  '$jsonSchema',
  '$meta',
  '$elemMatch',
].map((name) => Buffer.from(`${name}\0`));

/** `$set` is in nearly every update, where it is no stage, and needs nothing. */
const STAGE_SET = Buffer.from('\u0003$set\0');
const BOUNDS = ['min', 'max'];

function isSuspect(bytes: Buffer, mayHoldStages: boolean): boolean {
  return TELLTALES.some((name) => bytes.includes(name)) || (mayHoldStages && bytes.includes(STAGE_SET));
}

const PIPELINE_AS_UPDATE = Buffer.from('\u0004u\0');

function mayHoldStages({ name, command }: CommandContext, bytes: Buffer): boolean {
  if (name === 'update') return bytes.includes(PIPELINE_AS_UPDATE);
  if (name === 'findandmodify') return command.elements.get('update')?.type === BsonType.array;
  return true;
}

function mendSequence(context: CommandContext, name: string, sequence: Buffer): Buffer {
  const mend = SEQUENCES[name];
  if (!mend || !isSuspect(sequence, mayHoldStages(context, sequence))) return sequence;
  return Buffer.concat(splitDocuments(sequence).map((document) => encode(mend(decodeExactly(document)))));
}

/**
 * Replaces everything in a command that the engine would answer otherwise than MongoDB; throws where it cannot be
 * replaced. Commands without such things, nearly all, are not decoded, but only looked over.
 */
export function mend(context: CommandContext): void {
  const { command, sequences, name } = context;
  const mendCommand = COMMANDS[name];
  if (!mendCommand) return;
  const bounded = name === 'find' && BOUNDS.some((field) => command.has(field));
  if (bounded || isSuspect(command.bytes, mayHoldStages(context, command.bytes))) {
    context.command = new RawDocument(encode(mendCommand(decodeExactly(command.bytes))));
    // A question may have become another command.
    context.name = context.command.firstName?.toLowerCase() ?? name;
  }
  if (sequences.size > 0) {
    context.sequences = new Map(
      [...sequences].map(([field, sequence]) => [field, mendSequence(context, field, sequence)]),
    );
  }
}
