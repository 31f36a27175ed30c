import { Schema, type Connection, type Model } from 'mongoose';
import { type Clock } from './clock.ts';
import { type PersonalData } from './crypto.ts';

/** One change of stored data. It may be interrupted and begun again, so it must bear repetition. */
export interface Migration {
  /** `YYYY-MM-DD-what-it-does` */
  readonly name: string;
  up(connection: Connection, tools: MigrationTools): Promise<void>;
}

/** What a migration may need besides the database. */
export interface MigrationTools {
  readonly clock: Clock;
  readonly personalData: PersonalData;
}

interface Done {
  readonly _id: string;
  readonly doneAt: Date;
}

const schema = new Schema<Done>(
  { _id: { type: String, required: true }, doneAt: { type: Date, required: true } },
  { collection: 'migrations', versionKey: false },
);

const migrationModel = (connection: Connection): Model<Done> =>
  (connection.models['Migration'] as Model<Done> | undefined) ?? connection.model<Done>('Migration', schema);

/** Runs, in order, what has not been done on this database; tells the names of what it did. */
export async function runMigrations(
  connection: Connection,
  tools: MigrationTools,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const model = migrationModel(connection);
  const done = new Set((await model.find().lean()).map(({ _id }) => _id));
  const pending = migrations.filter(({ name }) => !done.has(name));
  for (const migration of pending) {
    await migration.up(connection, tools);
    await model.create({ _id: migration.name, doneAt: tools.clock.now() });
  }
  return pending.map(({ name }) => name);
}
