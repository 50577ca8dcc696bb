import type { Clock } from '../../foundation/clock.ts';
import type { FileStorage, Transactions } from '../../engine/ports/unit-of-work.ts';
import type { ScoringPlan } from '../../engine/protocol/score-cohort.ts';
import type { FaceAnalyser } from '../../engine/visual/face-analysis.ts';
import type { Log } from '../../foundation/log.ts';
import type { Study } from '../turn/study.ts';
import type { Bot } from '../telegram/bot.ts';

/** What background jobs work with. */
export interface JobDeps {
  transactions: Transactions;
  files: FileStorage;
  bot: Bot;
  study: Study;
  analyser: FaceAnalyser;
  analyserVersion: string;
  plan: ScoringPlan;
  reminderDays: number;
  clock: Clock;
  log: Log;
}
