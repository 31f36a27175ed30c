/** A backup that cannot be made or used, in words for the person at the console. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
