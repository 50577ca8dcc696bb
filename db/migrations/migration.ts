import type { ClientBase } from 'pg';

/** One step of the schema. Steps are never edited once released; a change is a new step. */
export interface Migration {
  /** Sorts and identifies; kept in the table `migrations`. */
  name: string;
  up(client: ClientBase): Promise<unknown>;
}
