export { BackupError } from './backup-error.ts';
export { type Manifest } from './content.ts';
export { backUp, digestOf } from './dump.ts';
export { inspectBackup, restore } from './restore.ts';
