import type { Upload } from './media.ts';
import type { Webhook } from './webhook.ts';
import type { World } from './world.ts';

/** One call of the bot that obeys the schema of its method. `P` is the type of the parameters that the method reads. */
export interface Call<P = Record<string, unknown>> {
  world: World;
  webhook: Webhook;
  params: P;
  /** The uploaded files by their field names. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the bot closes the connection. */
  gone: AbortSignal;
}

/** Executes a call; its return value becomes `result`. @throws Refusal */
export type Method = (call: Call<never>) => unknown;
