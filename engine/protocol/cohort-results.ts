import { createHash } from 'node:crypto';
import type { Cohort, CohortResults, KeptFigure } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Figure } from '../validation/dyadic-interval.ts';
import { studyFigures } from '../validation/study-figures.ts';
import type { Told } from '../validation/told.ts';
import { canonicalJson } from './canonical-json.ts';
import { answersOver } from './cohort-end.ts';
import { lookStateOf } from './figures-gate.ts';
import { includedCodes } from './journey.ts';
import { figuresInput, type FiguresStudy } from './pilot-figures.ts';

/** The cohorts that are closed. Only they have results. */
export const closedCohorts = async (uow: UnitOfWork): Promise<Cohort[]> =>
  (await uow.cohorts.all()).filter(({ status, closedAt }) => status === 'released' && closedAt !== null);

/**
 * The participants of a closed cohort who are to be told what came out and were not. A participant who may still answer,
 * for their own report, is told after that. Who withdrew is told nothing, and who blocked the bot once they are back.
 */
export async function dueForResults(uow: UnitOfWork, cohort: Cohort, now: Date): Promise<Participant[]> {
  const included = includedCodes(cohort);
  const answered = new Set((await uow.reports.ofCohort(cohort.id)).map(({ userId }) => userId));
  const due: Participant[] = [];
  for (const person of await uow.participants.ofCohort(cohort.id)) {
    const { userId, code, chatId, status, resultsToldAt } = person;
    if (status === 'withdrawn' || resultsToldAt !== null || chatId === null || !included.has(code)) continue;
    if (!answered.has(userId) && !answersOver(cohort, now)) continue;
    if ((await uow.chats.peek(chatId))?.unreachableSince == null) due.push(person);
  }
  return due;
}

/**
 * What came out of a closed cohort: as stored, or else computed and stored, and its digest appended to the audit log. All
 * participants are told the same, also those who are told after another one erased their data. Undefined before the last
 * registered look (blinding).
 */
export async function cohortResults(
  uow: UnitOfWork,
  study: FiguresStudy,
  { id, now }: { id: Cohort['id']; now: Date },
): Promise<CohortResults | undefined> {
  const cohort = await uow.cohorts.lock(id);
  if (!cohort || cohort.closedAt === null) return undefined;
  if (cohort.results) return cohort.results;
  const looks = await lookStateOf(uow, cohort);
  const input = await figuresInput(uow, study, cohort);
  if (looks.kind === 'before' || (looks.kind === 'open' && looks.next) || input.kind !== 'open')
    return undefined;
  const scores = ['visual', 'personality', 'biological'] as const;
  const figures = studyFigures(input.rows, { ...input.options, scores, permutations: 0 });
  const { viewers, answers } = figures;
  const aucOf = (score: (typeof scores)[number]): KeptFigure => kept(figures.scores[score]!.auc);
  const results: CohortResults = {
    registered: looks.kind === 'open',
    viewers,
    answers,
    visual: aucOf('visual'),
    personality: aucOf('personality'),
    biological: aucOf('biological'),
  };
  await uow.cohorts.update(id, { results });
  await uow.audit.append({
    actor: 'system',
    action: 'results-computed',
    subject: null,
    details: {
      results: createHash('sha256').update(canonicalJson(results)).digest('hex'),
      look: looks.kind === 'open' ? looks.look.number : null,
      hash: cohort.preregistrationHash,
    },
    at: now,
  });
  return results;
}

const kept = ({ value, reason }: Told<Figure>): KeptFigure =>
  value === null ? { value, reason } : { value: { estimate: value.estimate, interval: value.interval } };
