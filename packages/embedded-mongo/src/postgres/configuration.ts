/** What of the configuration differs between databases. */
export interface PostgresSettings {
  readonly socketDirectory: string;
  readonly port: number;
  /** False gives up crash safety for speed: throw-away databases only. */
  readonly durable: boolean;
}

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The whole postgresql.conf; it is written anew at every start, and nothing of initdb's is used. */
export function postgresConfiguration({ socketDirectory, port, durable }: PostgresSettings): string {
  const safety = durable ? 'on' : 'off';
  return `# Written at every start: changes are lost.
# No network: whoever may enter the socket's folder (0700) is let in.
listen_addresses = ''
port = ${port}
unix_socket_directories = ${quote(socketDirectory)}
unix_socket_permissions = 0700
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb,pg_documentdb_extended_rum'

# The scheduler must be loaded, but nothing of it is used: the gateway builds indexes and removes expired documents.
cron.database_name = 'postgres'
cron.launch_active_jobs = off
cron.log_run = off
cron.log_statement = off
cron.host = ${quote(socketDirectory)}
documentdb.enableBackgroundWorker = off
documentdb.localhost_connection_string = ${quote(`host=${socketDirectory}`)}

# An acknowledged write is on the disk.
fsync = ${safety}
synchronous_commit = ${safety}
full_page_writes = ${safety}
wal_level = minimal
max_wal_senders = 0
max_replication_slots = 0
max_logical_replication_workers = 0
wal_compression = lz4
min_wal_size = 80MB
max_wal_size = 1GB
checkpoint_timeout = 15min

max_connections = 80
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_worker_processes = 8
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
max_parallel_maintenance_workers = 1
io_method = sync
jit = off
huge_pages = off

deadlock_timeout = 200ms
# The gateway ends forgotten transactions itself, and earlier.
idle_in_transaction_session_timeout = 90s
autovacuum_naptime = 20s
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
log_min_error_statement = panic
`;
}
