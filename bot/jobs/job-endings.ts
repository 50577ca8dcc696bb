import type { ChatId, CohortId, UserId } from '../../engine/ports/participants.ts';
import type { FailedJob, JobName, Jobs } from '../../engine/ports/unit-of-work.ts';
import type { CohortStep } from '../../engine/protocol/cohort-step.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { continueButton } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { giveUpOnSelfie } from './analyse-selfie.ts';
import type { JobDeps } from './job-deps.ts';
import { giveUpOnReport } from './render-report.ts';

/** One failed job of this name, and a function that writes to a chat once, however often the job is ended. */
interface Failed<Name extends JobName> {
  deps: JobDeps;
  data: Jobs[Name];
  tell(chatId: string, act: (turn: Turn) => Promise<void> | void): Promise<void>;
}

/** What ends a job after its last try, for the person who waits for it; or why no person waits. */
type Ending<Name extends JobName> = { unawaited: string } | ((failed: Failed<Name>) => Promise<void>);

/** How every job ends whose last try has failed. The operator gets an error line and a row of the audit log besides. */
export const jobEndings: { readonly [Name in JobName]: Ending<Name> } = {
  'analyse-selfie': ({ deps, data }) => giveUpOnSelfie(deps, data),
  'freeze-cohort': ({ data, tell }) => stepFailed(data, tell, 'freeze'),
  'score-cohort': ({ data, tell }) => stepFailed(data, tell, 'score'),
  'release-cohort': ({ data, tell }) => stepFailed(data, tell, 'release'),
  'close-cohort': ({ data, tell }) => stepFailed(data, tell, 'close'),
  'close-due': { unawaited: 'the next one comes within half an hour' },
  'open-look': { unawaited: 'close-due opens the looks that are due' },
  'render-report': ({ deps, data, tell }) => giveUpOnReport(deps, data, tell),
  'plot-figures': ({ data, tell }) => tell(data.chatId, ({ t, say }) => say(t('figures-failed'))),
  'cohort-report': ({ data, tell }) => tell(data.chatId, ({ t, say }) => say(t('figures-failed'))),
  'plot-progress': ({ data, tell }) => tell(data.chatId, ({ t, say }) => say(t('figures-failed'))),
  'export-data': ({ deps, data, tell }) =>
    toParticipant(deps, data.userId, tell, ({ t, say }) => say(t('export-failed'))),
  'export-study': ({ data, tell }) => tell(data.replyTo, ({ t, say }) => say(t('study-export-failed'))),
  'refresh-chat': ({ data, tell }) =>
    tell(data.chatId, (turn) => {
      if (data.sentence) turn.say(turn.t(data.sentence));
      turn.say(turn.t('refresh-failed'), [[continueButton(turn.t)]]);
    }),
  introduce: ({ data, tell }) => tell(data.chatId, ({ t, say }) => say(t('introduce-failed'))),
  // The person was told that the file is erased, so the job is never given up.
  'delete-file': ({ deps, data }) =>
    deps.transactions.transact((uow) => uow.jobs.enqueue('delete-file', data, { startAfterSeconds: 3600 })),
  remind: async ({ data, tell }) => {
    const { cohortId, replyTo } = data;
    if (cohortId && replyTo) await tell(replyTo, (turn) => sayAbout(turn, cohortId, turn.t('remind-failed')));
  },
  'invite-batch': ({ data, tell }) =>
    tell(data.replyTo, (turn) => sayAbout(turn, data.cohortId, turn.t('invite-failed'))),
  'kit-labels': ({ data, tell }) =>
    tell(data.replyTo, (turn) => sayAbout(turn, data.cohortId, turn.t('kit-labels-failed'))),
  'tell-of-deliveries': { unawaited: 'the next delivery or sign-in tells of all' },
  'morning-digest': { unawaited: 'the next one comes in the morning' },
  'follow-up': { unawaited: 'the next one comes within half an hour' },
  'tell-results': { unawaited: 'the next one comes within half an hour' },
  'delete-expired': { unawaited: 'the next one comes within an hour' },
  'left-out': { unawaited: 'the next one comes within half an hour' },
};

/** Ends a job whose last try has failed. A second run writes nothing once more. */
export async function endJob(deps: JobDeps, { name, id, data }: FailedJob): Promise<void> {
  const ending = jobEndings[name] as Ending<JobName>;
  if (typeof ending !== 'function') return;
  await ending({
    deps,
    data,
    async tell(chatId, act) {
      const chat = chatId as ChatId;
      // The chat of an erased person has no row, and gets none.
      if (!(await deps.transactions.transact((uow) => uow.chats.peek(chat)))) return;
      await deps.bot.intake.inChat(chat, async (turn) => {
        const isFirst = await turn.uow.chats.markProcessed({
          key: `failed job ${id}`,
          at: turn.now,
        });
        if (isFirst) await act(turn);
      });
    },
  });
}

/** Writes to the chat of the failed job. */
export type Tell = Failed<JobName>['tell'];

/** Says a sentence about a cohort, behind its name. */
async function sayAbout(turn: Turn, cohortId: string, sentence: string): Promise<void> {
  const cohort = await turn.uow.cohorts.byId(cohortId as CohortId);
  turn.say(cohort ? aboutCohort(cohort, sentence) : sentence);
}

async function stepFailed(
  { cohortId, replyTo }: { cohortId: string; replyTo?: string },
  tell: Tell,
  step: CohortStep,
): Promise<void> {
  if (replyTo !== undefined)
    await tell(replyTo, (turn) => sayAbout(turn, cohortId, turn.t('cohort-step-failed', { step })));
}

async function toParticipant(
  { transactions }: JobDeps,
  userId: string,
  tell: Tell,
  act: (turn: Turn) => void,
): Promise<void> {
  const participant = await transactions.transact((uow) => uow.participants.byUser(userId as UserId));
  if (participant?.chatId) await tell(participant.chatId, act);
}
