import { previewClose } from '../../engine/protocol/close-cohort.ts';
import { beginStep, type CohortStep, mayTake } from '../../engine/protocol/cohort-step.ts';
import { previewFreeze } from '../../engine/protocol/freeze-preview.ts';
import { openChoices } from '../../engine/protocol/left-out.ts';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { button, coloured } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort, cohortOfButton } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';
import { freezeQuestion } from './freeze-question.ts';

/** The sentence for a cohort that is not in the state that a step needs. */
const needs = {
  freeze: { sentence: 'freeze-not-open' },
  score: { sentence: 'score-not-frozen' },
  release: { sentence: 'release-not-scored' },
  close: { sentence: 'close-not-released' },
} as const satisfies Record<CohortStep, { sentence: string }>;

/** The cohort of that name, or else the chosen one, in the state that the step needs; otherwise the chat is told. */
async function cohortFor(turn: Turn, step: CohortStep, name: string): Promise<Cohort | undefined> {
  const cohort = await chosenCohort(turn, name);
  if (!cohort || mayTake(cohort, step)) return cohort;
  return void turn.say(aboutCohort(cohort, turn.t(needs[step].sentence)));
}

/** The same for the button of a question, which may stand on an old message, about another cohort than the chosen one. */
async function cohortForButton(turn: Turn, step: CohortStep, id: string): Promise<Cohort | undefined> {
  const cohort = await cohortOfButton(turn, id);
  if (!cohort || mayTake(cohort, step)) return cohort;
  return void turn.say(aboutCohort(cohort, turn.t(needs[step].sentence)));
}

const ask = (turn: Turn, question: string, step: CohortStep, cohort: Cohort): void =>
  turn.say(aboutCohort(cohort, question), [
    [coloured('danger', button(turn.t(`${step}-yes`), step, cohort.id, 'yes'))],
    [button(turn.t('cancel'), step, cohort.id, 'no')],
  ]);

/** A background job takes the step and answers here. */
async function begin(turn: Turn, step: CohortStep, cohort: Cohort): Promise<void> {
  await beginStep(turn.uow, step, { cohort, by: turn.staff!.userId, replyTo: turn.chatId });
  turn.say(aboutCohort(cohort, turn.t(`${step}-started`)));
}

/** Takes a step after an admin's tap on yes, unless the cohort is in another state by now. */
export async function confirmStep(turn: Turn, step: CohortStep, cohortId: string): Promise<void> {
  const cohort = await cohortForButton(turn, step, cohortId);
  if (cohort) await begin(turn, step, cohort);
}

const freeze: CommandHandler = async (turn, args, { study }) => {
  const cohort = await cohortFor(turn, 'freeze', args);
  if (!cohort) return;
  const preview = await previewFreeze(turn.uow, cohort);
  if (!preview.enough)
    return turn.say(aboutCohort(cohort, turn.t('freeze-too-few', { included: preview.included.length })));
  ask(turn, await freezeQuestion(turn, preview, cohort, study), 'freeze', cohort);
};

const score: CommandHandler = async (turn, args) => {
  const cohort = await cohortFor(turn, 'score', args);
  if (cohort) await begin(turn, 'score', cohort);
};

const release: CommandHandler = async (turn, args) => {
  const cohort = await cohortFor(turn, 'release', args);
  if (!cohort) return;
  const open = await openChoices(turn.uow, cohort);
  const warning = open > 0 ? [turn.t('release-open-choices', { count: open })] : [];
  ask(turn, [...warning, turn.t('release-ask')].join('\n\n'), 'release', cohort);
};

const close: CommandHandler = async (turn, args) => {
  const cohort = await cohortFor(turn, 'close', args);
  if (!cohort) return;
  const { answered, missing } = await previewClose(turn.uow, cohort);
  ask(turn, turn.t('close-ask', { cohort: cohort.name, answered, missing }), 'close', cohort);
};

/** Says in the chat that a step was not taken; the question stays above it, without its buttons. */
export async function cancelStep(turn: Turn, cohortId: string): Promise<void> {
  const cohort = await cohortOfButton(turn, cohortId);
  if (cohort) turn.say(aboutCohort(cohort, turn.t('nothing-changed')));
}

/** The commands that take a cohort from one state to the next. Each takes the name of a cohort. */
export const cohortSteps: Readonly<Record<CohortStep, CommandHandler>> = { freeze, score, release, close };
