import type { Clock } from '../../foundation/clock.ts';
import type { FileStorage, Transactions } from '../../engine/ports/unit-of-work.ts';
import type { FaceAnalyser } from '../../engine/visual/face-analysis.ts';
import type { Log } from '../../foundation/log.ts';
import type { Study } from '../../engine/protocol/study.ts';
import type { Bot } from '../telegram/bot.ts';

/** The dependencies of the background jobs. */
export interface JobDeps {
  transactions: Transactions;
  files: FileStorage;
  bot: Bot;
  study: Study;
  analyser: FaceAnalyser;
  clock: Clock;
  log: Log;
}
