// A web process for tests that kill it: tells its parent where it listens.

import { loadConfig } from '../../config/index.ts';
import { compose } from '../../src/compose.ts';
import { startServer } from '../../src/server.ts';

const composition = await compose(loadConfig());
const { address } = await startServer(composition, composition.close);
process.send?.(address);
