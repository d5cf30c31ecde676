import os from 'node:os';

/** Server settings by name, given on the command line so that no file has to be edited. */
export type Settings = Readonly<Record<string, string | number>>;

const MB = 1024 * 1024;

/** For an instance on one small machine that it shares with others. */
export function productSettings(memoryBytes: number = os.totalmem()): Settings {
  const buffersMb = Math.max(32, Math.min(256, Math.floor(memoryBytes / MB / 8)));
  return {
    shared_buffers: `${buffersMb}MB`,
    effective_cache_size: `${buffersMb * 4}MB`,
    maintenance_work_mem: '64MB',
    max_connections: 100,
    max_wal_size: '1GB',
    checkpoint_timeout: '10min',
    random_page_cost: 1.1,
  };
}

/** For tests: nothing has to outlive a power cut, so nothing waits for the disk. */
export const TEST_SETTINGS: Settings = {
  shared_buffers: '128MB',
  max_connections: 200,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};
