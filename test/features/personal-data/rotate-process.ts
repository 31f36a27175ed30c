// A rotation of keys in a process of its own, for the test that kills it.

import { loadConfig } from '../../../config/index.ts';
import { createPersonalData } from '../../../src/platform/crypto.ts';
import { openDatabase } from '../../../src/platform/database.ts';
import { rotateKeys } from '../../../src/platform/key-rotation.ts';
import { createLogger } from '../../../src/platform/logger.ts';

const config = loadConfig();
const { connection } = await openDatabase(config, createLogger('silent'));
process.send?.('ready');
await rotateKeys(connection, createPersonalData(config.dataKeys, config.indexKey));
await connection.close();
