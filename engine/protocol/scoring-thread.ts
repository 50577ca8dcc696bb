import { workInBackground } from '../../foundation/background-thread.ts';

workInBackground();

/** The tasks of the pool, by name. */
export { compareGenes, planRows, scoreRows } from './scoring-work.ts';
