import { HarmoniaError } from '../../foundation/errors.ts';
import type { Instrument } from '../personality/instrument.ts';
import type { InstrumentShelf, ShelvedInstrument } from '../personality/instrument-shelf.ts';
import type { SimilarityReference } from '../personality/reference.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** What is declared in place of a reference's version when similarity counts as measured. */
export const noReference = 'none';

/** The versions of phase 2 with which people of cohorts that are not scored began: these must be at hand. */
export async function questionnairesBegun(uow: UnitOfWork): Promise<string[]> {
  const begun = new Set<string>();
  for (const { id, status } of await uow.cohorts.all()) {
    if (status !== 'open' && status !== 'frozen') continue;
    for (const version of await uow.phases.versionsBegun(id, 'personality')) begun.add(version);
  }
  return [...begun];
}

/**
 * The questionnaire with which the next participant of a cohort begins: that of the earliest participant who has begun
 * and not withdrawn, else the current one.
 * @throws HarmoniaError `instrument-invalid` when that version is not at hand
 */
export async function instrumentOfCohort(
  uow: UnitOfWork,
  instruments: InstrumentShelf,
  cohortId: CohortId,
): Promise<Instrument> {
  const [earliest] = await uow.phases.versionsBegun(cohortId, 'personality');
  return (earliest === undefined ? instruments.current() : instruments.begunWith(earliest)).instrument;
}

/**
 * The questionnaire with which a participant began.
 * @throws HarmoniaError `phase-closed` before that, `instrument-invalid` when it is not at hand
 */
export async function instrumentOf(
  uow: UnitOfWork,
  instruments: InstrumentShelf,
  userId: UserId,
): Promise<Instrument> {
  const begun = (await uow.phases.of(userId)).get('personality');
  if (!begun) throw new HarmoniaError('phase-closed', 'personality is not open');
  return instruments.begunWith(begun.instrumentVersion).instrument;
}

/**
 * What a freeze declares for a cohort: the study's declaration, with the questionnaire that its people answered. A cohort
 * that is frozen keeps the reference that it declared, as long as that is at hand.
 * @throws HarmoniaError `questionnaires-mixed` when they answered two versions
 */
export async function declarationOf(
  uow: UnitOfWork,
  study: { declaration: Record<string, unknown>; instruments: InstrumentShelf },
  cohortId: CohortId,
): Promise<Record<string, unknown>> {
  const { declaration, instruments } = study;
  const answered = oneQuestionnaire(await uow.personality.instrumentsOf(cohortId));
  if (answered === undefined) return declaration;
  const cohort = await uow.cohorts.byId(cohortId);
  const declared = cohort && declaredReference(instruments, cohort);
  if (declared === undefined && answered === instruments.current().instrument.version) return declaration;
  const { instrument, reference } = instruments.begunWith(answered);
  const versions = versionsDeclared({ instrument, reference: declared === undefined ? reference : declared });
  return { ...declaration, versions: { ...(declaration['versions'] as object), ...versions } };
}

/**
 * The reference that a frozen cohort declared: null for similarity as measured, undefined when it declared nothing or when
 * the reference is not at hand. Version 0.1.0 compared a replaced questionnaire with the built-in reference; a cohort that
 * was frozen so is scored so.
 */
export function declaredReference(
  instruments: InstrumentShelf,
  { preregistration }: Pick<Cohort, 'preregistration'>,
): SimilarityReference | null | undefined {
  const declared = preregistration?.['declaration'] as
    { versions?: { similarityReference?: string } } | undefined;
  const named = declared?.versions?.similarityReference;
  if (named === undefined) return undefined;
  return named === noReference ? null : instruments.referenceNamed(named);
}

/** The part of the declared versions that belongs to the questionnaire. */
export const versionsDeclared = ({
  instrument,
  reference,
}: ShelvedInstrument): { personality: string; similarityReference: string } => ({
  personality: instrument.version,
  similarityReference: reference?.version ?? noReference,
});

/**
 * The only version among those answered; undefined for none. Traits of two questionnaires are different measurements.
 * @throws HarmoniaError `questionnaires-mixed` (details: versions) for several
 */
export function oneQuestionnaire(answered: Iterable<string>): string | undefined {
  const [version, ...others] = [...new Set(answered)].sort();
  if (others.length === 0) return version;
  const versions = [version, ...others].join(', ');
  throw new HarmoniaError(
    'questionnaires-mixed',
    `people of one cohort answered several versions of the questionnaire (${versions}), whose traits cannot be compared`,
    { details: { versions } },
  );
}
