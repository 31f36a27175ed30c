// A process that folds events until nothing waits: what the measurement of kills kills.

import { compose } from '../src/compose.ts';
import { loadConfig } from '../config/index.ts';

const { services } = await compose(loadConfig(process.env));
process.stdout.write('folding\n');
await services.statisticStore.catchUp();
process.exit(0);
