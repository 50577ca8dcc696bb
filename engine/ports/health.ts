/** How the database and what waits in it stand. */
export interface DatabaseHealth {
  /** Version of the PostgreSQL server. */
  postgresql: string;
  sizeBytes: number;
  /** Jobs that wait for a worker or for their next try, jobs that run, and jobs whose last try failed in the last 7 days. */
  jobs: { waiting: number; running: number; dead: number };
  /** Messages that Telegram has not taken yet, and chats that cannot be reached, for instance because the bot is blocked. */
  messages: { waiting: number; unreachableChats: number };
}

export interface HealthStore {
  read(now: Date): Promise<DatabaseHealth>;
}

/** What the process knows of the machine and of itself. */
export interface HostHealth {
  /** The volume of DATA_DIR. */
  disk: { freeBytes: number; totalBytes: number };
  /** How updates arrive. */
  telegram: 'sandbox' | 'polling' | 'webhook';
  versions: { program: string; node: string };
}
