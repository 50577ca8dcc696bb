import { closenessOf, type PhaseBasis, type ReportMatch, type ReportModel } from '../report/report-model.ts';
import { mutualScore } from '../compatibility/reciprocity.ts';
import { parseTyping } from '../biological/index.ts';
import type { InstrumentShelf } from '../personality/instrument-shelf.ts';
import { sins, type TraitScores } from '../personality/sins.ts';
import type { Cohort, PairScore } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { noReference } from './instrument-of-cohort.ts';
import { readJourney } from './journey.ts';
import { type AssignedProfile, profilesOf } from './reveal.ts';
import type { Study } from './study.ts';
import { requireOutcomesCollected } from './visibility.ts';
import { withheldScores } from './withheld-scores.ts';

const genes = 3;

/**
 * The content of one participant's report. Scores that are withheld until a follow-up is over are left out (invariant
 * 6b).
 * @throws HarmoniaError `not-yet-visible` before the release, or before the answers are closed (invariants 3 and 6).
 */
export async function reportContent(
  uow: UnitOfWork,
  participant: Participant,
  { study, now }: { study: Pick<Study, 'name' | 'weights' | 'instruments'>; now: Date },
): Promise<ReportModel> {
  const journey = await readJourney(uow, participant);
  requireOutcomesCollected(journey);
  const { userId, cohortId } = participant;
  const cohort = await uow.cohorts.byId(cohortId);
  const traits = (await uow.personality.scores(userId)) ?? unmeasured;
  const withheld = await withheldScores(uow, participant, now);
  const profiles = await profilesOf(uow, participant);
  const shown = profiles.filter(({ assignment }) => !withheld.has(assignment.shown));
  const similarity = similarityDeclared(cohort, study.instruments);
  return {
    locale: participant.locale ?? 'en',
    study: study.name,
    code: participant.code,
    date: now,
    basis: await basisOf(uow, userId, journey.phases),
    personalityPercentile: similarity.reference !== noReference,
    weights: study.weights,
    traits,
    matches: (await matchesOf(uow, participant, { profiles: shown, traits })).map((match) => ({
      ...match,
      similarityMean: similarity.mean,
    })),
    withheld: profiles.length - shown.length,
    preregistrationHash: cohort?.preregistrationHash ?? null,
  };
}

/** The version of the reference that the cohort's scores were compared with, and its mean where it is at hand. */
function similarityDeclared(
  cohort: Cohort | undefined,
  instruments: InstrumentShelf,
): { reference: unknown; mean: number | null } {
  const declared = cohort?.preregistration?.['declaration'] as
    { versions?: Record<string, unknown> } | undefined;
  const { personality, similarityReference } = declared?.versions ?? {};
  const reference = instruments.find(String(personality))?.reference;
  const isDeclared = reference?.version === similarityReference;
  return { reference: similarityReference, mean: isDeclared ? (reference?.mean ?? null) : null };
}

const unmeasured = Object.fromEntries(sins.map((sin) => [sin, null])) as TraitScores;

async function matchesOf(
  uow: UnitOfWork,
  me: Participant,
  { profiles, traits }: { profiles: readonly AssignedProfile[]; traits: TraitScores },
): Promise<ReportMatch[]> {
  const matches: ReportMatch[] = [];
  const pairs = profiles.flatMap(({ assignment: { shown } }) => [
    { a: me.userId, b: shown },
    { a: shown, b: me.userId },
  ]);
  const scores = new Map(
    (await uow.cohorts.pairScores(me.cohortId, pairs)).map((score) => [`${score.a} ${score.b}`, score]),
  );
  for (const { assignment, outcome } of profiles) {
    const forth = scores.get(`${me.userId} ${assignment.shown}`);
    const back = scores.get(`${assignment.shown} ${me.userId}`);
    const other = await uow.participants.byUser(assignment.shown);
    if (!forth || !back || !other) continue;
    const theirs = (await uow.personality.scores(assignment.shown)) ?? unmeasured;
    matches.push({
      label: other.displayName ?? other.code,
      mutual: forth.mutual,
      coverage: forth.coverage,
      phases: {
        visual: visualOfPair(forth, back),
        personality: forth.personality,
        biological: forth.biological,
      },
      similarity: forth.personalityRaw,
      closeness: closenessOf(traits, theirs),
      answer: { wtm: outcome?.wtm ?? null, wouldMeet: outcome?.wouldMeet ?? null },
    });
  }
  return matches;
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
  const typing = await uow.biology.typing(userId);
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
      collected: typing ? Object.keys(parseTyping(typing).loci).length : 0,
      of: genes,
      version: versionOf('biological'),
    },
  };
}
