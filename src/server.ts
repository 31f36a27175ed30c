import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { loadConfig, type Config } from '../config/index.ts';
import { createApp } from './app.ts';
import { compose, type Composition } from './compose.ts';
import { untilSignal } from './platform/signals.ts';

const DRAIN_MILLISECONDS = 8_000;

export interface RunningServer {
  readonly address: string;
  /** Answers what has been asked, refuses the rest, closes the database; at most ten seconds. */
  stop(): Promise<void>;
}

/** Listens on the configured port. */
export async function startServer(composition: Composition): Promise<RunningServer> {
  const { config, logger, lifecycle } = composition;
  const server = createServer(createApp(composition));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, resolve);
  });
  server.on('request', (_req, res) => {
    if (lifecycle.stopping) res.setHeader('Connection', 'close');
  });
  const { port } = server.address() as AddressInfo;
  const address = `http://localhost:${port}`;
  logger.info({ url: address }, 'listening');
  return {
    address,
    stop: async () => {
      lifecycle.stopping = true;
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(late);
      await composition.close();
      logger.info('stopped');
    },
  };
}

/** Serves until the process is told to end. */
export async function serve(config: Config = loadConfig()): Promise<void> {
  const server = await startServer(await compose(config));
  await untilSignal();
  await server.stop();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await serve();
