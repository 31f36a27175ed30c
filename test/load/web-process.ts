// A web process for tests that kill it: tells its parent where it listens.

import { loadConfig } from '../../config/index.ts';
import { compose } from '../../src/compose.ts';
import { startServer } from '../../src/server.ts';

const { address } = await startServer(await compose(loadConfig()));
process.send?.(address);
