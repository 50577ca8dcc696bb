import type { QueueOptions, QueuePolicy } from 'pg-boss';
import type { JobName } from '../engine/ports/unit-of-work.ts';

/** The queue that receives the jobs whose last retry failed. */
export const DEAD_LETTER = 'dead-letter';

interface JobQueue {
  name: JobName | typeof DEAD_LETTER;
  options: QueueOptions & { policy: QueuePolicy; notify: boolean; deadLetter?: string };
}

// The data of a job contain user ids. One that is done is deleted at once, one that failed after a day.
const DAY_SECONDS = 86_400;

const common = {
  // pg-boss: at most one waiting job for each singleton key. Another job with the key may be running meanwhile.
  policy: 'short',
  notify: true,
  retryLimit: 4,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 120,
  deleteAfterSeconds: DAY_SECONDS,
  retentionSeconds: 14 * DAY_SECONDS,
  deadLetter: DEAD_LETTER,
  // A killed worker is detected by its missing heartbeat, long before the job's own limit.
  heartbeatSeconds: 10,
} as const;

const limits: Record<JobName, { expireInSeconds: number }> = {
  'analyse-selfie': { expireInSeconds: 120 },
  'freeze-cohort': { expireInSeconds: 300 },
  'score-cohort': { expireInSeconds: 900 },
  'release-cohort': { expireInSeconds: 300 },
  'close-cohort': { expireInSeconds: 300 },
  'close-due': { expireInSeconds: 300 },
  'open-look': { expireInSeconds: 300 },
  'render-report': { expireInSeconds: 180 },
  'plot-figures': { expireInSeconds: 120 },
  'cohort-report': { expireInSeconds: 300 },
  'export-data': { expireInSeconds: 180 },
  'export-study': { expireInSeconds: 900 },
  'refresh-chat': { expireInSeconds: 60 },
  introduce: { expireInSeconds: 60 },
  'delete-file': { expireInSeconds: 60 },
  'delete-expired': { expireInSeconds: 60 },
  remind: { expireInSeconds: 300 },
  'follow-up': { expireInSeconds: 300 },
  'tell-results': { expireInSeconds: 300 },
  'left-out': { expireInSeconds: 300 },
  'invite-batch': { expireInSeconds: 120 },
  'kit-labels': { expireInSeconds: 120 },
  'plot-progress': { expireInSeconds: 120 },
  'tell-of-deliveries': { expireInSeconds: 60 },
  'morning-digest': { expireInSeconds: 300 },
};

/** Every queue with its retries; the dead letter first, since the others refer to it. */
export const jobQueues: readonly JobQueue[] = [
  {
    name: DEAD_LETTER,
    options: {
      policy: 'standard',
      notify: true,
      // What ends a failed job is tried for a week: a person waits for it.
      retryLimit: 2000,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 300,
      deleteAfterSeconds: DAY_SECONDS,
      retentionSeconds: 30 * DAY_SECONDS,
    },
  },
  ...(Object.keys(limits) as JobName[]).map((name) => ({ name, options: { ...common, ...limits[name] } })),
];

/** True for the name of a job of this version. */
export const isJobName = (name: string): name is JobName => name in limits;
