import { HarmoniaError } from '../../foundation/errors.ts';
import type { CohortId, Participant } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { biologicalSnapshot } from './biological-phase.ts';
import { phaseOrder } from './journey.ts';
import { personalitySnapshot } from './personality-phase.ts';
import { preregistrationHash } from './preregistration-hash.ts';
import { readable } from './readable.ts';
import { type DigestMatches, isSealOf } from './seal-digest.ts';
import { visualSnapshot } from './visual-phase.ts';

/**
 * A difference that the verification found: the hash of the pre-registration, a seal and its data, or a seal and the
 * one that the pre-registration declares.
 */
export type Difference =
  | { difference: 'preregistration-hash' }
  | { difference: 'seal' | 'declared-seal'; participant: string; phase: Phase };

/** The result of verifying a cohort. */
export interface Verification {
  /** Number of seals that were compared with their data. */
  seals: number;
  differences: Difference[];
}

/**
 * Recomputes the hash of a cohort's pre-registration and every seal of its participants from the stored data.
 * Participants who withdrew are left out: their data are erased, and only the digest is stored.
 * @param input.methods versions of instrument and comparison in use, for phases sealed after an upgrade
 * @throws HarmoniaError `not-found`
 */
export async function verifyCohort(
  uow: UnitOfWork,
  matches: DigestMatches,
  input: { cohortId: CohortId; methods: readonly string[] },
): Promise<Verification> {
  const cohort = await uow.cohorts.byId(input.cohortId);
  if (!cohort) throw new HarmoniaError('not-found', 'there is no such cohort');
  const { preregistration, preregistrationHash: hash } = cohort;
  const verification: Verification = { seals: 0, differences: [] };
  if (preregistration && preregistrationHash(preregistration) !== hash)
    verification.differences.push({ difference: 'preregistration-hash' });
  const declared = (preregistration?.['seals'] ?? {}) as Record<string, string>;
  for (const participant of await uow.participants.ofCohort(cohort.id)) {
    if (participant.status === 'withdrawn') continue;
    const records = await uow.phases.of(participant.userId);
    const declaredSeals = declared[participant.code]?.split(' ');
    for (const [index, phase] of phaseOrder.entries()) {
      const record = records.get(phase);
      const about = { participant: participant.code, phase };
      if (declaredSeals && declaredSeals[index] !== record?.digest)
        verification.differences.push({ difference: 'declared-seal', ...about });
      if (!record?.digest) continue;
      verification.seals += 1;
      if (!(await holds(uow, matches, { participant, record, methods: input.methods })))
        verification.differences.push({ difference: 'seal', ...about });
    }
  }
  return verification;
}

async function holds(
  uow: UnitOfWork,
  matches: DigestMatches,
  {
    participant,
    record,
    methods,
  }: { participant: Participant; record: PhaseRecord; methods: readonly string[] },
): Promise<boolean> {
  const { phase, digest, instrumentVersion } = record;
  // A phase may be sealed under a later version than the one it was opened with; the record keeps the earlier one.
  const versions = [instrumentVersion, ...methods];
  // Data that cannot be read fit no seal.
  const stored = await readable(() => snapshotsOf(uow, participant, { phase, versions }));
  const candidates = record.missing ? [null] : (stored?.value ?? []);
  return candidates.some((snapshot) => isSealOf(matches, digest!, { phase, snapshot }));
}

/** The snapshot of the stored data, as each version would have sealed it; none when data are missing. */
async function snapshotsOf(
  uow: UnitOfWork,
  { userId }: Participant,
  { phase, versions }: { phase: Phase; versions: readonly string[] },
): Promise<unknown[]> {
  if (phase === 'visual') {
    const description = await uow.visual.description(userId);
    return description ? [visualSnapshot(description, await uow.visual.ratings(userId))] : [];
  }
  if (phase === 'personality') {
    const answers = await uow.personality.answers(userId);
    return versions.map((version) => personalitySnapshot(version, answers));
  }
  const typing = await uow.biology.typing(userId);
  return typing === undefined ? [] : versions.map((version) => biologicalSnapshot(version, typing));
}
