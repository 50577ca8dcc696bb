import type { PhaseBasis, ReportMatch, ReportModel } from '../report/report-model.ts';
import { comparesNamesOnly } from '../biological/index.ts';
import { ageOf } from '../compatibility/age.ts';
import { mutualScore } from '../compatibility/reciprocity.ts';
import { sins, type TraitScores } from '../personality/sins.ts';
import type { Cohort, PairScore } from '../ports/cohorts.ts';
import { agreesToReports } from '../privacy/consent.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { readJourney } from './journey.ts';
import { noReference } from './instrument-of-cohort.ts';
import { matchBand, type MeasuringStudy, readSealedData } from './match-bands.ts';
import { readable, typingOf } from './readable.ts';
import { type AssignedProfile, profilesOf } from './reveal.ts';
import { scorersOf } from './scorers.ts';
import type { Study } from './study.ts';
import { requireOutcomesCollected } from './visibility.ts';
import { withheldScores } from './withheld-scores.ts';

const genes = 3;

interface ReportOptions {
  study: Pick<Study, 'name' | 'versions'> & MeasuringStudy;
  now: Date;
  /** The people whose scores are left out, from a caller who read them already. */
  withheld?: ReadonlySet<UserId>;
}

/**
 * The content of one participant's report. Scores that are withheld until a follow-up is over are left out (invariant
 * 6b).
 * @throws HarmoniaError `not-yet-visible` before the release, or before the answers are closed (invariants 3 and 6).
 */
export async function reportContent(
  uow: UnitOfWork,
  participant: Participant,
  { study, now, ...known }: ReportOptions,
): Promise<ReportModel> {
  const journey = await readJourney(uow, participant);
  requireOutcomesCollected(journey);
  const { userId, cohortId } = participant;
  const cohort = await uow.cohorts.byId(cohortId);
  const withheld = known.withheld ?? (await withheldScores(uow, participant, now));
  const profiles = (await profilesOf(uow, participant)).map((profile, index) => ({
    profile,
    place: index + 1,
  }));
  const shown = profiles.filter(({ profile }) => !withheld.has(profile.assignment.shown));
  return {
    locale: participant.locale ?? 'en',
    study: study.name,
    code: participant.code,
    date: now,
    basis: await basisOf(uow, userId, journey.phases),
    weights: study.weights,
    personalityPercentile: declaredVersion(cohort, 'similarityReference') !== noReference,
    hlaByNameOnly: comparesNamesOnly(declaredVersion(cohort, 'biological') ?? study.versions.biological),
    traits: (await uow.personality.scores(userId)) ?? unmeasured,
    matches: await matchesOf(uow, participant, shown, {
      study: cohort ? { ...study, scorers: scorersOf(study, cohort) } : study,
      now,
    }),
    withheld: profiles.length - shown.length,
    preregistrationHash: cohort?.preregistrationHash ?? null,
  };
}

const unmeasured = Object.fromEntries(sins.map((sin) => [sin, null])) as TraitScores;

/** A version with which the cohort was scored: invariant 7. */
function declaredVersion(cohort: Cohort | undefined, name: string): string | undefined {
  const declared = cohort?.preregistration?.['declaration'] as
    { versions?: Record<string, string | undefined> } | undefined;
  return declared?.versions?.[name];
}

async function matchesOf(
  uow: UnitOfWork,
  me: Participant,
  profiles: readonly { profile: AssignedProfile; place: number }[],
  { study, now }: { study: MeasuringStudy; now: Date },
): Promise<ReportMatch[]> {
  const matches: ReportMatch[] = [];
  const pairs = profiles.flatMap(
    ({
      profile: {
        assignment: { shown },
      },
    }) => [
      { a: me.userId, b: shown },
      { a: shown, b: me.userId },
    ],
  );
  const scores = new Map(
    (await uow.cohorts.pairScores(me.cohortId, pairs)).map((score) => [`${score.a} ${score.b}`, score]),
  );
  const mine = await readSealedData(uow, me, study);
  for (const { profile, place } of profiles) {
    const { shown } = profile.assignment;
    const forth = scores.get(`${me.userId} ${shown}`);
    const back = scores.get(`${shown} ${me.userId}`);
    const other = await uow.participants.byUser(shown);
    if (!forth || !back || !other) continue;
    const theirs = await readSealedData(uow, other, study);
    matches.push({
      label: other.displayName ?? other.code,
      ...(await appearanceOf(uow, other, profile, now)),
      place,
      mutual: forth.mutual,
      ...matchBand({ forth, back }, { mine, theirs }, study),
      coverage: forth.coverage,
      phases: {
        visual: visualOfPair(forth, back),
        personality: forth.personality,
        biological: forth.biological,
      },
      answer: { wtm: profile.outcome?.wtm ?? null, wouldMeet: profile.outcome?.wouldMeet ?? null },
    });
  }
  return matches;
}

/** Age and photo as they were shown, where the other participant agreed that they stand in reports. */
async function appearanceOf(
  uow: UnitOfWork,
  { userId, birthYear }: Participant,
  { outcome }: AssignedProfile,
  now: Date,
): Promise<Pick<ReportMatch, 'age' | 'photoPath'>> {
  const consents = await uow.consents.current(userId);
  if (!agreesToReports(consents.get('matching'))) return { age: null, photoPath: null };
  return {
    age: birthYear === null ? null : ageOf(birthYear, outcome?.shownAt ?? now),
    photoPath: (await uow.visual.photoPath(userId)) ?? null,
  };
}

// Both directions together: one direction alone would tell how a face was rated.
const visualOfPair = (forth: PairScore, back: PairScore): number | null =>
  forth.visual === null || back.visual === null ? null : mutualScore(forth.visual, back.visual);

async function basisOf(
  uow: UnitOfWork,
  userId: UserId,
  phases: ReadonlyMap<Phase, PhaseRecord>,
): Promise<Record<Phase, PhaseBasis>> {
  const versionOf = (phase: Phase): string | null => {
    const record = phases.get(phase);
    return record && !record.missing ? record.instrumentVersion : null;
  };
  const shown = async (phase: Phase): Promise<number> =>
    (await uow.phases.presentation(userId, phase))?.items.length ?? 0;
  const typing = (await readable(() => typingOf(uow, userId)))?.value;
  return {
    visual: {
      collected: (await uow.visual.ratings(userId)).length,
      of: await shown('visual'),
      version: versionOf('visual'),
    },
    personality: {
      collected: (await uow.personality.answers(userId)).length,
      of: await shown('personality'),
      version: versionOf('personality'),
    },
    biological: {
      collected: typing ? Object.keys(typing.loci).length : 0,
      of: genes,
      version: versionOf('biological'),
    },
  };
}
