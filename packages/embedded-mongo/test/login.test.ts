import { readFile, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MongoStore } from 'connect-mongo';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { ScramConversation, ScramVerifier } from '../src/gateway/scram.ts';
import { failureOf, TestDatabase } from './support/database.ts';

describe('logging in', () => {
  let database: TestDatabase;
  let password: string;
  let host: string;

  before(async () => {
    database = await TestDatabase.start();
    ({ password, host } = new URL(database.server.uri));
  });

  after(() => database.remove());

  const connectAs = async (login: string, options = ''): Promise<MongoClient> =>
    MongoClient.connect(`mongodb://${login}@${host}/${options}`);

  it('when a database is made, then it has a password of its own in a file for its owner only', async () => {
    const file = path.join(database.directory, 'password');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect((await readFile(file, 'utf8')).trim()).to.equal(password);
    expect(password).to.have.length(32);
  });

  it('when a client has not logged in, then it may greet and nothing else', async () => {
    const stranger = await MongoClient.connect(`mongodb://${host}/`);
    expect(await stranger.db('admin').command({ ping: 1 })).to.include({ ok: 1 });
    const commands = [
      { find: 'c' },
      { insert: 'c', documents: [{ a: 1 }] },
      { listDatabases: 1 },
      { dropDatabase: 1 },
      { killAllSessions: [] },
      { getMore: 1n, collection: 'c' },
      { configureFailPoint: 'failCommand', mode: 'off' },
    ];
    for (const command of commands) {
      expect(await failureOf(stranger.db('t').command(command))).to.include({ code: 13, codeName: 'Unauthorized' });
    }
    await stranger.close();
  });

  it('when the password or the name is wrong, then the client is refused and not told which', async () => {
    for (const login of ['embedded:wrong', `somebody:${password}`]) {
      const failure = await failureOf(connectAs(login));
      expect(failure).to.include({ code: 18, message: 'Authentication failed.' });
    }
  });

  it('when the client asks for another mechanism, then it is told the right one', async () => {
    const failure = await failureOf(connectAs(`embedded:${password}`, '?authMechanism=SCRAM-SHA-1'));
    expect(failure).to.include({ code: 334 });
    expect(failure.message).to.include('SCRAM-SHA-256');
  });

  it('when the connection string names any database, then the login is the same', async () => {
    for (const options of ['', 'shop', '?authSource=admin', 'shop?authMechanism=SCRAM-SHA-256']) {
      const client = await connectAs(`embedded:${password}`, options);
      const { authInfo } = await client.db().command({ connectionStatus: 1 });
      expect(authInfo.authenticatedUsers).to.deep.equal([{ user: 'embedded', db: 'admin' }]);
      await client.close();
    }
  });

  it('when mongoose and the session store of connect-mongo log in, then they work', async () => {
    const connection = await mongoose.createConnection(database.server.uri, { dbName: 't' }).asPromise();
    const model = connection.model('Thing', new mongoose.Schema({ name: String }));
    await model.create({ name: 'a' });
    expect(await model.countDocuments()).to.equal(1);
    await connection.close();
    const store = MongoStore.create({ mongoUrl: database.server.uri, dbName: 't' });
    const session = { cookie: { originalMaxAge: null }, user: 'li' };
    await promisify(store.set.bind(store))('sid', session as never);
    expect(await promisify(store.get.bind(store))('sid')).to.include({ user: 'li' });
    await store.close();
  });

  it('when a connection logs out, then it is a stranger again', async () => {
    const client = await MongoClient.connect(database.server.uri, { maxPoolSize: 1 });
    await client.db('admin').command({ logout: 1 });
    expect(await failureOf(client.db('t').command({ find: 'c' }))).to.include({ code: 13 });
    await client.close();
  });

  it('when the database is started without a password, then a login is refused with the reason', async () => {
    const open = await TestDatabase.start({ password: false });
    const { host } = new URL(open.server.uri);
    expect(await failureOf(MongoClient.connect(`mongodb://a:b@${host}/`))).to.include({ code: 18 });
    await open.remove();
  });

  it('when the database listens on a socket, then its folder is closed and there is no port', async () => {
    const own = await TestDatabase.start({ socket: true });
    const folder = path.join(own.directory, 'gateway');
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
    expect(own.server.uri).to.include(encodeURIComponent(path.join(folder, 'mongodb.sock')));
    await own.db('t').collection('c').insertOne({ a: 1 });
    expect(await own.db('t').collection('c').countDocuments()).to.equal(1);
    const state = JSON.parse(await readFile(path.join(own.directory, 'state.json'), 'utf8')) as { port: number };
    expect(state.port).to.equal(0);
    await own.remove();
  });

  it('when the port is asked from another address of the machine, then nobody answers', async () => {
    const port = Number(host.split(':')[1]);
    const refused = await new Promise<string | undefined>((resolve) => {
      const socket = net.connect(port, '127.0.0.2');
      socket.once('connect', () => resolve('connected'));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(refused).to.equal('ECONNREFUSED');
  });
});

describe('SCRAM-SHA-256', () => {
  const verifier = new ScramVerifier({ username: 'embedded', password: 'secret' });

  it('when a message is not one of the protocol, then it is refused', () => {
    const first = ['', 'n,,', 'n=embedded,r=abc', 'p=tls-unique,,n=embedded,r=abc', 'n,,n=embedded', '\0'.repeat(1000)];
    for (const message of first) expect(() => new ScramConversation(verifier, message)).to.throw('Authentication');
    const { challenge } = new ScramConversation(verifier, 'n,,n=embedded,r=abc');
    const nonce = /r=([^,]*)/.exec(challenge)?.[1];
    const proof = Buffer.alloc(32).toString('base64');
    for (const message of [
      '',
      `c=biws,r=${nonce}`,
      `c=biws,r=other,p=${proof}`,
      `c=biws,r=${nonce},p=${proof}`,
      'p=',
    ]) {
      const conversation = new ScramConversation(verifier, 'n,,n=embedded,r=abc');
      expect(() => conversation.finish(message.replace(nonce ?? '', 'stale'))).to.throw('Authentication');
    }
  });
});
