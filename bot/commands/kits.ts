import type { Cohort } from '../../engine/ports/cohorts.ts';
import { replaceKit } from '../../engine/protocol/biological-phase.ts';
import { kitsOf, kitStates } from '../../engine/protocol/kit-states.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Tap } from '../turn/callback-data.ts';
import { pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort, cohortOfButton } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

const scope = 'kits';
const kitsPerPage = 30;
const participantCode = /^p-[\da-z]{4}$/i;

/** `/kits [cohort]` lists the kits by code and state; `/kits P-XXXX` gives that participant another kit. */
export const kits: CommandHandler = async (turn, args) => {
  if (participantCode.test(args)) return giveAnother(turn, args.toUpperCase());
  if (/^p-\S*$/i.test(args)) return turn.say(turn.t('participant-unknown', { code: args.slice(0, 20) }));
  const cohort = await chosenCohort(turn, args);
  if (cohort) await list(turn, cohort, 1);
};

/** A tap on a page of the list. */
export async function tapKits(turn: Turn, { item, value }: Tap): Promise<void> {
  const cohort = await cohortOfButton(turn, item);
  if (cohort) await list(turn, cohort, pageIn(value));
}

async function list(turn: Turn, cohort: Cohort, page: number): Promise<void> {
  const { t } = turn;
  const all = await kitsOf(turn.uow, cohort.id);
  const counts = kitStates.map(
    (state) => `${t(`kit-state-${state}`)}: ${all.filter((kit) => kit.state === state).length}`,
  );
  const shown = pageOf(all, kitsPerPage, page);
  const lines = shown.items.map(
    ({ code, participant, state, since }) =>
      `<code>${code}</code> · ${participant} · ${t(`kit-state-${state}`)} · ${since.toISOString().slice(0, 10)}`,
  );
  const head = `<b>${t('kits-title', { cohort: cohort.name })}</b>\n${counts.join(', ')}`;
  const text = [head, lines.join('\n'), t('kit-hint')].filter(Boolean).join('\n\n');
  sayInPlace(turn, text, pageRow(scope, cohort.id, shown));
}

async function giveAnother(turn: Turn, code: string): Promise<void> {
  const { t, uow } = turn;
  const participant = await uow.participants.byCode(code);
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  if (!participant || !cohort) return turn.say(t('participant-unknown', { code }));
  try {
    const kit = await replaceKit(uow, { participant, by: turn.staff!.userId, now: turn.now });
    turn.say(t('kit-issued', { code: participant.code, cohort: cohort.name, kit: kit.code }));
  } catch (error) {
    if (!isHarmoniaError(error, 'phase-closed')) throw error;
    turn.say(t('kit-not-now', { code: participant.code }));
  }
}
