import type { Study } from '../engine/protocol/study.ts';
import type { Transactions } from '../engine/ports/unit-of-work.ts';
import type { MovableClock } from '../foundation/clock.ts';
import type { LabKey } from '../config.ts';

/** What playing needs of a running program. The composition root loads this folder, so it cannot be imported here. */
export interface PlayedStudy {
  readonly database: Transactions;
  readonly clock: MovableClock;
  readonly bot: { readonly username: string };
  readonly study: Study;
  readonly secrets: { readonly labKeys: readonly LabKey[] };
  /** Where HTTP listens: laboratories deliver there. */
  readonly url: string;
}
