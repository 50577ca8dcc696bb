import type { ClientBase } from 'pg';

/** One step of the schema. Steps are never edited once released; a change is a new step. */
export interface Migration {
  /** Identifies the step in the table `migrations`. Steps run in the order of their names. */
  name: string;
  up(client: ClientBase): Promise<unknown>;
}
