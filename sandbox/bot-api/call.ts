import type { Upload } from './media.ts';
import type { Webhook } from './webhook.ts';
import type { World } from './world.ts';

/** One call of the bot, checked against its schema. `P` names the parameters that the method reads. */
export interface Call<P = Record<string, unknown>> {
  world: World;
  webhook: Webhook;
  params: P;
  /** Uploaded parts by their names. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the bot hangs up. */
  gone: AbortSignal;
}

/** Carries a call out; what it returns becomes `result`. Refusals are thrown. */
export type Method = (call: Call<never>) => unknown;
