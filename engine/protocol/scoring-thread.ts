import { workInBackground } from '../../foundation/background-thread.ts';
import { createScoringTasks } from './scoring-work.ts';

workInBackground();

/** The tasks of the pool, by name. */
export const { compareGenes, gather, planRows, scoreRows } = createScoringTasks();
