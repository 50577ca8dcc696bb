import type { Cohort } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { AnalysisPlan } from './analysis-plan.ts';
import { canonicalization } from './canonical-json.ts';
import { type Expectations, type ExpectingStudy, expectationsOf } from './expectations.ts';
import type { FreezePreview } from './freeze-preview.ts';
import { declarationOf, instrumentOfCohort } from './instrument-of-cohort.ts';
import { phaseOrder } from './journey.ts';
import type { Study } from './study.ts';

/** The parts of the study that a freeze declares. */
export type DeclaringStudy = Pick<
  Study,
  'declaration' | 'analysis' | 'codeVersion' | 'instruments' | 'profilesPerPerson' | 'exploreShare' | 'seed'
> &
  Pick<ExpectingStudy, 'followUpBlind'>;

/** What is declared, kept and hashed when a cohort is frozen (invariant 7). People stand in it by pseudonym. */
export interface Registration {
  canonicalization: string;
  cohort: string;
  /** ISO 8601, UTC. */
  frozenAt: string;
  /** The version of the program. It is declared and not compared, since a repair must not stop a study. */
  codeVersion: string;
  included: string[];
  missingLab: string[];
  excluded: FreezePreview['excluded'];
  /** For each pseudonym the digests of the three seals, with spaces between. */
  seals: Record<string, string>;
  /** What decides the scores: scoring with anything else is refused. */
  declaration: Record<string, unknown>;
  analysis: AnalysisPlan;
  instrument: { version: string; items: number };
  /** Languages in which included people take part. */
  languages: string[];
  expected: Expectations;
}

/**
 * What a freeze of the cohort declares, as it stands at this moment. Changes nothing: a lab result that is missing has
 * the seal `-` until the freeze seals it as missing.
 */
export async function registrationOf(
  uow: UnitOfWork,
  cohort: Cohort,
  { study, preview, now }: { study: DeclaringStudy; preview: FreezePreview; now: Date },
): Promise<Registration> {
  const codes = new Set(preview.included);
  const people = (await uow.participants.ofCohort(cohort.id)).filter(({ code }) => codes.has(code));
  const { included, missingLab, excluded } = preview;
  const instrument = await instrumentOfCohort(uow, study.instruments, cohort.id);
  return {
    canonicalization,
    cohort: cohort.name,
    frozenAt: now.toISOString(),
    codeVersion: study.codeVersion,
    included,
    missingLab,
    excluded,
    seals: await sealsOf(uow, people),
    declaration: await declarationOf(uow, study, cohort.id),
    analysis: study.analysis,
    instrument: { version: instrument.version, items: instrument.items.length },
    languages: [...new Set(people.flatMap(({ locale }) => locale ?? []))].toSorted(),
    expected: await expectationsOf(uow, people, study, now),
  };
}

/** For each pseudonym the digests of the three seals, with spaces between. */
export async function sealsOf(
  uow: UnitOfWork,
  people: readonly Participant[],
): Promise<Record<string, string>> {
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  return Object.fromEntries(
    people.map(({ userId, code }) => [
      code,
      phaseOrder.map((phase) => phases.get(userId)?.get(phase)?.digest ?? '-').join(' '),
    ]),
  );
}
