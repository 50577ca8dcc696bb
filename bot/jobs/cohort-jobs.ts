import { createHash } from 'node:crypto';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';
import type { Jobs, JobWorkers } from '../../engine/ports/unit-of-work.ts';
import { closeCohort, closingIsDue } from '../../engine/protocol/close-cohort.ts';
import { freezeCohort } from '../../engine/protocol/cohort.ts';
import { declarationFileName, writeDeclaration } from '../../engine/protocol/declaration-file.ts';
import { declarationText } from '../../engine/protocol/declaration-text.ts';
import { openDueLook } from '../../engine/protocol/open-look.ts';
import { releaseCohort } from '../../engine/protocol/release.ts';
import { stateOf } from '../../engine/protocol/cohort-end.ts';
import { type CohortScored, scoreCohort } from '../../engine/protocol/score-cohort.ts';
import { HarmoniaError, isHarmoniaError } from '../../foundation/errors.ts';
import { type Locale, translator } from '../../locales/locales.ts';
import { localDate } from '../turn/local-date.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { escapeHtml } from '../turn/turn.ts';
import { unreadablePeople } from '../turn/unreadable-people.ts';
import { atDesk, type Desk, whileWorking } from './cohort-desk.ts';
import type { JobDeps } from './job-deps.ts';

/** Starts the workers that take a cohort from one state to the next, and open its looks. */
export async function startCohortJobs(workers: JobWorkers, deps: JobDeps): Promise<void> {
  const { transactions, clock, study } = deps;
  const step = { concurrency: 1 };
  await workers.work('freeze-cohort', step, (data) => freeze(deps, data));
  await workers.work('score-cohort', step, (data) => score(deps, data));
  await workers.work('release-cohort', step, (data) => release(deps, data));
  await workers.work('close-cohort', step, (data) => close(deps, data));
  await workers.work('close-due', { concurrency: 1 }, () => closeDue(deps));
  await workers.schedule('close-due', '*/30 * * * *', {});
  await workers.work('open-look', { concurrency: 1 }, async ({ cohortId }) => {
    await transactions.transact((uow) =>
      openDueLook(uow, study, { cohortId: cohortId as CohortId, now: clock.now() }),
    );
  });
}

async function freeze(deps: JobDeps, { cohortId, by, replyTo }: Jobs['freeze-cohort']): Promise<void> {
  const { study } = deps;
  await atDesk(deps, replyTo, async (turn, locale) => {
    const cohort = await turn.uow.cohorts.lock(cohortId as CohortId);
    // The job runs at least once: a second run finds the cohort frozen.
    if (cohort?.status !== 'open') return;
    try {
      await freezeAndTell(turn, { cohortId: cohort.id, by: by as UserId, study, locale });
    } catch (error) {
      if (isHarmoniaError(error, 'questionnaires-mixed'))
        return turn.say(turn.t('freeze-questionnaires', { versions: String(error.details['versions']) }));
      // A participant may have withdrawn between the question and the tap.
      if (!isHarmoniaError(error, 'cohort-too-small')) throw error;
      turn.say(aboutCohort(cohort, turn.t('freeze-too-few', { included: error.details['included']! })));
    }
  });
}

async function freezeAndTell(
  turn: Desk,
  {
    cohortId,
    by,
    study,
    locale,
  }: { cohortId: CohortId; by: UserId; study: JobDeps['study']; locale: Locale },
): Promise<void> {
  const { hash, registration } = await freezeCohort(turn.uow, study.digest, {
    cohortId,
    by,
    study,
    now: turn.now,
  });
  const text = declarationText(registration, hash, translator(locale));
  await turn.uow.cohorts.update(cohortId, { declarationText: text });
  await turn.uow.audit.append({
    actor: by,
    action: 'declaration-written',
    subject: null,
    details: { hash, text: createHash('sha256').update(text).digest('hex') },
    at: turn.now,
  });
  const json = writeDeclaration({ ...registration }, hash);
  turn.send({
    kind: 'document',
    file: { base64: Buffer.from(json).toString('base64') },
    fileName: declarationFileName(registration.cohort),
    caption: turn.t('declaration-caption'),
    protect: false,
  });
  turn.say(escapeHtml(text));
  const done = { hash: escapeHtml(hash.slice(0, 16)), included: registration.included.length };
  const said = [turn.t('freeze-done', done), ...unreadablePeople(turn, registration.excluded)].join('\n\n');
  turn.say(aboutCohort({ name: registration.cohort }, said));
}

async function score(deps: JobDeps, { cohortId, replyTo }: Jobs['score-cohort']): Promise<void> {
  const { study, clock, transactions } = deps;
  const cohort = await transactions.transact((uow) => uow.cohorts.byId(cohortId as CohortId));
  if (!cohort) return;
  const progress = progressIn(deps, replyTo, cohort);
  try {
    await whileWorking(deps, replyTo, () =>
      scoreCohort(transactions, study, {
        cohortId: cohort.id,
        now: clock.now(),
        onProgress: progress,
        conclude: async (work) => {
          let scored: CohortScored | undefined;
          await atDesk(deps, replyTo, async (turn) => {
            scored = await work(turn.uow);
            turn.say(scoredText(turn, cohort, scored));
          });
          return scored!;
        },
      }),
    );
  } catch (error) {
    // The admin is told of a refusal. After any other error the queue tries again.
    if (!(error instanceof HarmoniaError) || !refusals.has(error.code)) throw error;
    const { message } = error;
    await atDesk(deps, replyTo, (turn) => {
      turn.say(aboutCohort(cohort, turn.t('score-failed', { reason: message })));
    });
  }
}

function scoredText(turn: Desk, cohort: Cohort, scored: CohortScored): string {
  const { exposureGini, withoutPartner, unreadable, ...counts } = scored;
  const done = { ...counts, gini: Number(exposureGini.toFixed(2)), alone: withoutPartner };
  const said = [turn.t('score-done', done), ...unreadablePeople(turn, unreadable)].join('\n\n');
  return aboutCohort(cohort, said);
}

/** A large cohort takes minutes: its admin is told how far it is, not more often than this. */
const progressEveryMs = 20_000;

function progressIn(deps: JobDeps, replyTo: string | undefined, cohort: Cohort): (share: number) => void {
  let told = performance.now();
  return (share) => {
    if (replyTo === undefined || share === 1 || performance.now() - told < progressEveryMs) return;
    told = performance.now();
    const percent = Math.floor(100 * share);
    // A sentence that cannot be sent is no reason to end the scoring.
    void atDesk(deps, replyTo, (turn) =>
      turn.say(aboutCohort(cohort, turn.t('score-progress', { percent }))),
    ).catch(() => undefined);
  };
}

const refusals: ReadonlySet<string> = new Set([
  'cohort-state',
  'preregistration-mismatch',
  'questionnaires-mixed',
  'instrument-invalid',
  'phase-incomplete',
  'pack-invalid',
]);

async function release(deps: JobDeps, { cohortId, replyTo }: Jobs['release-cohort']): Promise<void> {
  await atDesk(deps, replyTo, async (turn) => {
    // The job runs at least once: a second run finds the cohort released.
    const before = await turn.uow.cohorts.lock(cohortId as CohortId);
    if (!before || before.status === 'released') return;
    const told = await releaseCohort(turn.uow, { cohortId: cohortId as CohortId, now: turn.now });
    turn.say(aboutCohort(before, turn.t('release-done', { people: told.length })));
    const closesAt = (await turn.uow.cohorts.byId(cohortId as CohortId))?.closesAt;
    if (closesAt) turn.say(turn.t('release-closing', { date: localDate(closesAt) }));
  });
}

async function close(deps: JobDeps, { cohortId, by, replyTo }: Jobs['close-cohort']): Promise<void> {
  await atDesk(deps, replyTo, async (turn) => {
    const before = await turn.uow.cohorts.lock(cohortId as CohortId);
    if (before?.status !== 'released' || before.closedAt) return;
    const { answered, missing } = await closeCohort(turn.uow, deps.study, {
      cohortId: before.id,
      by: by as UserId,
      now: turn.now,
    });
    turn.say(turn.t('close-done', { cohort: before.name, answered, missing }));
  });
}

/** Closes the cohorts whose closing date is over, and opens the looks that are due in the others. */
async function closeDue({ transactions, clock, study }: JobDeps): Promise<void> {
  const due = await transactions.transact((uow) => closingIsDue(uow, clock.now()));
  for (const { id } of due) {
    await transactions.transact(async (uow) => {
      const cohort = await uow.cohorts.lock(id);
      // An admin may have closed it meanwhile.
      if (cohort && !cohort.closedAt)
        await closeCohort(uow, study, { cohortId: id, by: 'system', now: clock.now() });
    });
  }
  // A viewer who leaves makes the share of those who have closed larger, without closing anything.
  const released = await transactions.transact(async (uow) =>
    (await uow.cohorts.all()).filter((cohort) => stateOf(cohort) === 'released'),
  );
  for (const { id } of released)
    await transactions.transact((uow) => openDueLook(uow, study, { cohortId: id, now: clock.now() }));
}
