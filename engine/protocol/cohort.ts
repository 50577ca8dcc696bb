import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type AnalysisPlan, planAsRegistered } from './analysis-plan.ts';
import { canonicalJson } from './canonical-json.ts';
import { fewestFrozen, previewFreeze } from './freeze-preview.ts';
import { sealPhase } from './phases.ts';
import { preregistrationHash } from './preregistration-hash.ts';
import { type DeclaringStudy, type Registration, registrationOf, sealsOf } from './registration.ts';
import type { Digest } from './seal-digest.ts';

/**
 * Freezes the cohort. From now on no participant joins, a lab result that is not there is sealed as missing, and
 * everything that decides the scores and their evaluation is declared and hashed (invariant 7). A job of the same
 * transaction asks the people who are left out.
 * @throws HarmoniaError `cohort-state` unless the cohort is open, `cohort-too-small` (details: included) with fewer
 * than two people who finished.
 */
export async function freezeCohort(
  uow: UnitOfWork,
  digest: Digest,
  input: { cohortId: CohortId; by: UserId; study: DeclaringStudy; now: Date },
): Promise<{ hash: string; registration: Registration }> {
  const cohort = await lockIn(uow, input.cohortId, 'open');
  const preview = await previewFreeze(uow, cohort);
  if (!preview.enough) {
    const included = preview.included.length;
    throw new HarmoniaError('cohort-too-small', `${included} of at least ${fewestFrozen} people finished`, {
      details: { included },
    });
  }
  for (const code of preview.missingLab) await sealMissing(uow, digest, code, input.now);
  const registration = await registrationOf(uow, cohort, { ...input, preview });
  const preregistration = { ...registration };
  const hash = preregistrationHash(preregistration);
  await uow.cohorts.update(cohort.id, {
    status: 'frozen',
    preregistration,
    preregistrationHash: hash,
    frozenAt: input.now,
  });
  await uow.audit.append({
    actor: input.by,
    action: 'cohort-frozen',
    subject: null,
    details: {
      hash,
      included: preview.included.length,
      excluded: preview.excluded.length,
      missingLab: preview.missingLab.length,
    },
    at: input.now,
  });
  await uow.jobs.enqueue('left-out', {}, { singletonKey: 'all' });
  return { hash, registration };
}

/**
 * The frozen cohort and its participants, after checking that it is scored as declared (invariant 7).
 * @throws HarmoniaError `cohort-state` unless frozen, `preregistration-mismatch` naming what differs.
 */
export async function requireDeclared(
  uow: UnitOfWork,
  input: { cohortId: CohortId; declaration: Record<string, unknown>; analysis: AnalysisPlan },
): Promise<{ cohort: Cohort; included: Participant[] }> {
  const cohort = await lockIn(uow, input.cohortId, 'frozen');
  const registered = cohort.preregistration ?? {};
  if (preregistrationHash(registered) !== cohort.preregistrationHash) {
    throw new HarmoniaError('preregistration-mismatch', 'the stored pre-registration was altered');
  }
  requireEqual(registered['declaration'], input.declaration);
  // A cohort that was frozen by an earlier version registered no plan.
  const plan = registered['analysis'] as AnalysisPlan | undefined;
  if (plan) requireEqual(plan, planAsRegistered(input.analysis, plan));
  const codes = new Set(registered['included'] as string[]);
  const seals = registered['seals'] as Record<string, string>;
  const included: Participant[] = [];
  for (const participant of await uow.participants.ofCohort(cohort.id)) {
    if (codes.has(participant.code) && participant.status !== 'withdrawn') included.push(participant);
  }
  const now = await sealsOf(uow, included);
  const changed = included.find(({ code }) => now[code] !== seals[code]);
  if (changed)
    throw new HarmoniaError('preregistration-mismatch', `the sealed data of ${changed.code} changed`);
  return { cohort, included };
}

function requireEqual(declared: unknown, used: object): void {
  const [registered, present] = [declared, used] as [Record<string, unknown>, Record<string, unknown>];
  const differing = Object.keys({ ...registered, ...present }).find(
    (key) => canonicalJson(registered[key] ?? null) !== canonicalJson(present[key] ?? null),
  );
  if (differing)
    throw new HarmoniaError(
      'preregistration-mismatch',
      `${differing} is not what was declared at the freeze${inWords(registered[differing], present[differing])}`,
    );
}

/** Which versions differ: an operator then knows what to install. Other parts of a declaration are in its JSON file. */
function inWords(declared: unknown, used: unknown): string {
  if (!isRecord(declared) || !isRecord(used)) return '';
  const keys = Object.keys({ ...declared, ...used });
  const differing = keys.filter(
    (key) => canonicalJson(declared[key] ?? null) !== canonicalJson(used[key] ?? null),
  );
  const list = differing.map(
    (key) => `${key}: ${textOf(declared[key])} declared, ${textOf(used[key])} in use`,
  );
  return ` (${list.join('; ')})`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/**
 * Locks the cohort until the transaction ends.
 * @throws HarmoniaError `cohort-state` unless it has this status
 */
export async function lockIn(uow: UnitOfWork, id: CohortId, status: Cohort['status']): Promise<Cohort> {
  const cohort = await uow.cohorts.lock(id);
  if (cohort?.status !== status)
    throw new HarmoniaError('cohort-state', `the cohort is ${cohort?.status ?? 'unknown'}, not ${status}`);
  return cohort;
}

async function sealMissing(uow: UnitOfWork, digest: Digest, code: string, now: Date): Promise<void> {
  const participant = await uow.participants.byCode(code);
  if (!participant) throw new HarmoniaError('not-found', `no participant ${code}`);
  const { userId } = participant;
  const phases = await uow.phases.of(userId);
  if (!phases.has('biological'))
    await uow.phases.open({ userId, phase: 'biological', instrumentVersion: 'none', openedAt: now });
  await sealPhase(uow, digest, {
    userId,
    phase: 'biological',
    snapshot: null,
    flags: ['no-lab-result'],
    now,
  });
}
