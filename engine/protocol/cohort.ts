import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, Participant, UserId } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { canonicalization, canonicalJson } from './canonical-json.ts';
import { isSealed, phaseOrder } from './journey.ts';
import { sealPhase } from './phases.ts';
import { preregistrationHash } from './preregistration-hash.ts';
import type { Digest } from './seal-digest.ts';

/** Fewer participants have no pairs, and a freeze cannot be undone. */
const fewestFrozen = 2;

/** The participants that a freeze includes and excludes, by pseudonym. */
export interface FreezePreview {
  included: string[];
  /** Included without a lab result: their third phase is sealed as missing (invariant 10). */
  missingLab: string[];
  excluded: { code: string; reason: 'visual-open' | 'personality-open' | 'withdrawn' }[];
  /** True when enough participants are included for a freeze. */
  enough: boolean;
}

/** Which participants a freeze would include now. Changes nothing. */
export async function previewFreeze(uow: UnitOfWork, cohort: Cohort): Promise<FreezePreview> {
  const people = await uow.participants.ofCohort(cohort.id);
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  const preview: Omit<FreezePreview, 'enough'> = { included: [], missingLab: [], excluded: [] };
  for (const { userId, code, status } of people.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const own: ReadonlyMap<Phase, PhaseRecord> = phases.get(userId) ?? new Map();
    if (status === 'withdrawn') preview.excluded.push({ code, reason: 'withdrawn' });
    else if (!isSealed(own, 'visual')) preview.excluded.push({ code, reason: 'visual-open' });
    else if (!isSealed(own, 'personality')) preview.excluded.push({ code, reason: 'personality-open' });
    else {
      preview.included.push(code);
      if (!isSealed(own, 'biological')) preview.missingLab.push(code);
    }
  }
  return { ...preview, enough: preview.included.length >= fewestFrozen };
}

/**
 * Freezes the cohort. From now on no participant joins, a lab result that is not there is sealed as missing, and
 * everything that decides the scores and their evaluation is declared and hashed (invariant 7).
 * @param input.declaration weights, versions, metrics and seed, as the configuration gives them
 * @throws HarmoniaError `cohort-state` unless the cohort is open, `cohort-too-small` (details: included) with fewer
 * than two people who finished.
 */
export async function freezeCohort(
  uow: UnitOfWork,
  digest: Digest,
  input: { cohortId: CohortId; by: UserId; declaration: Record<string, unknown>; now: Date },
): Promise<{ hash: string; included: number }> {
  const cohort = await lockIn(uow, input.cohortId, 'open');
  const { enough, ...preview } = await previewFreeze(uow, cohort);
  if (!enough) {
    const included = preview.included.length;
    throw new HarmoniaError('cohort-too-small', `${included} of at least ${fewestFrozen} people finished`, {
      details: { included },
    });
  }
  for (const code of preview.missingLab) await sealMissing(uow, digest, code, input.now);
  const preregistration = {
    canonicalization,
    ...preview,
    declaration: input.declaration,
    seals: await sealsOf(uow, preview.included),
  };
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
  return { hash, included: preview.included.length };
}

/**
 * The frozen cohort and its participants, after checking that it is scored as declared (invariant 7).
 * @throws HarmoniaError `cohort-state` unless frozen, `preregistration-mismatch` naming what differs.
 */
export async function requireDeclared(
  uow: UnitOfWork,
  input: { cohortId: CohortId; declaration: Record<string, unknown> },
): Promise<{ cohort: Cohort; included: Participant[] }> {
  const cohort = await lockIn(uow, input.cohortId, 'frozen');
  const registered = cohort.preregistration ?? {};
  if (preregistrationHash(registered) !== cohort.preregistrationHash) {
    throw new HarmoniaError('preregistration-mismatch', 'the stored pre-registration was altered');
  }
  const declared = registered['declaration'] as Record<string, unknown>;
  const differing = Object.keys({ ...declared, ...input.declaration }).find(
    (key) => canonicalJson(declared[key] ?? null) !== canonicalJson(input.declaration[key] ?? null),
  );
  if (differing)
    throw new HarmoniaError(
      'preregistration-mismatch',
      `${differing} is not what was declared at the freeze`,
    );
  const codes = registered['included'] as string[];
  const seals = registered['seals'] as Record<string, string>;
  const included: Participant[] = [];
  for (const participant of await uow.participants.ofCohort(cohort.id)) {
    if (codes.includes(participant.code) && participant.status !== 'withdrawn') included.push(participant);
  }
  const now = await sealsOf(
    uow,
    included.map(({ code }) => code),
  );
  const changed = included.find(({ code }) => now[code] !== seals[code]);
  if (changed)
    throw new HarmoniaError('preregistration-mismatch', `the sealed data of ${changed.code} changed`);
  return { cohort, included };
}

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

/** For each pseudonym the digests of the three seals, with spaces between. */
async function sealsOf(uow: UnitOfWork, codes: readonly string[]): Promise<Record<string, string>> {
  const seals: [string, string][] = [];
  for (const code of codes) {
    const participant = await uow.participants.byCode(code);
    const phases = participant && (await uow.phases.of(participant.userId));
    seals.push([code, phaseOrder.map((phase) => phases?.get(phase)?.digest ?? '-').join(' ')]);
  }
  return Object.fromEntries(seals);
}
