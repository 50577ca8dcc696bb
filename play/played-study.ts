import type { Study } from '../engine/protocol/study.ts';
import type { Transactions } from '../engine/ports/unit-of-work.ts';
import type { MovableClock } from '../foundation/clock.ts';
import type { LabKey } from '../config.ts';

/**
 * The parts of a running program that play/ uses. They are declared here, because app/ loads this folder and play/
 * cannot import app/ in turn.
 */
export interface PlayedStudy {
  readonly database: Transactions;
  readonly clock: MovableClock;
  readonly bot: { readonly username: string };
  readonly study: Study;
  readonly secrets: { readonly labKeys: readonly LabKey[] };
  /** The address of the program's HTTP server, to which laboratories deliver. */
  readonly url: string;
}
