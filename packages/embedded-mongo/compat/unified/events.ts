import type { Document, MongoClient } from 'mongodb';
import type { ExpectedEvents } from './format.ts';
import type { MatchContext } from './matching.ts';
import { match, Mismatch } from './matching.ts';

interface ObservedEvent {
  readonly name: string;
  readonly family: 'command' | 'cmap' | 'sdam';
  readonly event: Document;
}

/** The driver's own names of the format's events. */
const EVENTS: Readonly<Record<string, readonly [driverName: string, family: ObservedEvent['family']]>> = {
  commandStartedEvent: ['commandStarted', 'command'],
  commandSucceededEvent: ['commandSucceeded', 'command'],
  commandFailedEvent: ['commandFailed', 'command'],
  poolCreatedEvent: ['connectionPoolCreated', 'cmap'],
  poolReadyEvent: ['connectionPoolReady', 'cmap'],
  poolClearedEvent: ['connectionPoolCleared', 'cmap'],
  poolClosedEvent: ['connectionPoolClosed', 'cmap'],
  connectionCreatedEvent: ['connectionCreated', 'cmap'],
  connectionReadyEvent: ['connectionReady', 'cmap'],
  connectionClosedEvent: ['connectionClosed', 'cmap'],
  connectionCheckOutStartedEvent: ['connectionCheckOutStarted', 'cmap'],
  connectionCheckOutFailedEvent: ['connectionCheckOutFailed', 'cmap'],
  connectionCheckedOutEvent: ['connectionCheckedOut', 'cmap'],
  connectionCheckedInEvent: ['connectionCheckedIn', 'cmap'],
  serverDescriptionChangedEvent: ['serverDescriptionChanged', 'sdam'],
  topologyDescriptionChangedEvent: ['topologyDescriptionChanged', 'sdam'],
};

/** Never reported: they may carry secrets, or belong to the runner. */
const UNSEEN = new Set(
  'configureFailPoint authenticate saslStart saslContinue getnonce createUser updateUser copydb hello isMaster ismaster'.split(
    ' ',
  ),
);

/** What one client of a test did, as far as the test asked to see it. */
export class EventLog {
  readonly #events: ObservedEvent[] = [];
  #checkedOut = 0;
  #listening = true;

  constructor(client: MongoClient, names: readonly string[], ignoredCommands: readonly string[]) {
    const unseen = new Set([...UNSEEN, ...ignoredCommands]);
    for (const name of names) {
      const known = EVENTS[name];
      if (!known) throw new Mismatch(`events named ${name} cannot be observed`);
      const [driverName, family] = known;
      client.on(driverName as 'commandStarted', (event) => {
        if (!this.#listening || (family === 'command' && unseen.has(event.commandName))) return;
        this.#events.push({ name, family, event });
      });
    }
    client.on('connectionCheckedOut', () => this.#checkedOut++);
    client.on('connectionCheckedIn', () => this.#checkedOut--);
  }

  get checkedOut(): number {
    return this.#checkedOut;
  }

  stop(): void {
    this.#listening = false;
  }

  /** The session ids of the last two commands. */
  lastTwoSessionIds(): unknown[] {
    const started = this.#events.filter(({ name }) => name === 'commandStartedEvent').slice(-2);
    if (started.length < 2) throw new Mismatch('fewer than two commands were sent');
    return started.map(({ event }) => (event['command'] as Document)['lsid'] as unknown);
  }

  /** Compares what happened with what a test expects, in order. */
  check({ client, eventType = 'command', events, ignoreExtraEvents }: ExpectedEvents, context: MatchContext): void {
    const actual = this.#events.filter(({ family }) => family === eventType);
    const names = actual.map(({ name, event }) => `${name} ${String(event['commandName'] ?? '')}`).join(', ');
    if (ignoreExtraEvents ? actual.length < events.length : actual.length !== events.length) {
      throw new Mismatch(`events of ${client}: expected ${events.length}, got ${actual.length} (${names})`);
    }
    for (const [index, expected] of events.entries()) {
      const [name, fields] = Object.entries(expected)[0] as [string, Document];
      const observed = actual[index];
      const path = `event ${index} of ${client}`;
      if (observed?.name !== name) throw new Mismatch(`${path}: expected ${name}, got ${observed?.name ?? 'none'}`);
      checkFields(fields, observed.event, context, path);
    }
  }
}

/** The fields of an event that a test may speak of; each matches as a document of its own. */
function checkFields(expected: Document, actual: Document, context: MatchContext, path: string): void {
  for (const [key, value] of Object.entries(expected) as [string, unknown][]) {
    if (key === 'hasServiceId' || key === 'hasServerConnectionId') {
      const field = key === 'hasServiceId' ? 'serviceId' : 'serverConnectionId';
      const present = actual[field] !== undefined && actual[field] !== null;
      if (present !== value) throw new Mismatch(`${path}: ${key} is ${String(present)}`);
    } else {
      // What the driver sends besides is its own affair: it adds a time limit to write concerns, for instance.
      const extras = key === 'command' ? 'everywhere' : 'root';
      match(value, actual[key], context, { path: `${path}.${key}`, extras });
    }
  }
}
