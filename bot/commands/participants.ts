import type { Cohort } from '../../engine/ports/cohorts.ts';
import { stateOf } from '../../engine/protocol/cohort-end.ts';
import { steps } from '../../engine/protocol/journey.ts';
import { stepOf } from '../../engine/protocol/participant-record.ts';
import type { Tap } from '../turn/callback-data.ts';
import { pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort, cohortOfButton } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

const scope = 'people';
/** A message holds at most 4096 characters, and a line of the list at most 50. */
const peoplePerPage = 50;

/** `/participants [cohort]`: the step of each participant, by code. */
export const participants: CommandHandler = async (turn, args) => {
  const cohort = await chosenCohort(turn, args);
  if (cohort) await list(turn, cohort, 1);
};

/** A tap on a page of the list. */
export async function tapParticipants(turn: Turn, { item, value }: Tap): Promise<void> {
  const cohort = await cohortOfButton(turn, item);
  if (cohort) await list(turn, cohort, pageIn(value));
}

async function list(turn: Turn, cohort: Cohort, page: number): Promise<void> {
  const { t, uow } = turn;
  const people = await uow.participants.ofCohort(cohort.id);
  const { issued, used } = await uow.invites.count(cohort.id);
  const rows: { code: string; step: string }[] = [];
  for (const person of people) rows.push({ code: person.code, step: await stepOf(uow, person) });
  const counts = Object.entries(Object.groupBy(rows, ({ step }) => step))
    .toSorted(([a], [b]) => steps.findIndex((step) => step === a) - steps.findIndex((step) => step === b))
    .map(([step, group]) => `${t(`stage-${step}`)}: ${group?.length ?? 0}`);
  const shown = pageOf(rows, peoplePerPage, page);
  const lines = shown.items.map(({ code, step }) => `<code>${code}</code> · ${t(`stage-${step}`)}`);
  const title = t('participants-title', {
    cohort: cohort.name,
    status: t(`cohort-${stateOf(cohort)}`),
    people: people.length,
    issued,
    used,
  });
  const text = [title, counts.join('\n'), lines.join('\n')].filter(Boolean).join('\n\n');
  sayInPlace(turn, text, pageRow(scope, cohort.id, shown));
}
