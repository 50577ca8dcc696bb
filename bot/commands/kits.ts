import type { Cohort } from '../../engine/ports/cohorts.ts';
import { replaceKit } from '../../engine/protocol/biological-phase.ts';
import { type KitLine, kitsOf, kitStates } from '../../engine/protocol/kit-states.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import type { Tap } from '../turn/callback-data.ts';
import { pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort, cohortOfButton } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';
import { handOverInWords } from './scan-kit.ts';

const scope = 'kits';
const kitsPerPage = 15;
const dayMs = 86_400_000;
/** A message holds the answers about so many. */
const mostHandedOver = 40;
const participantCode = /^p-[\da-z]{4}$/i;

/**
 * `/kits [cohort]` lists the kits by code and state; `/kits P-XXXX` gives that participant another kit; `/kits labels
 * [cohort]` sends the labels of those that were not handed over; `/kits handed` and `/kits posted` note kits that were.
 */
export const kits: CommandHandler = async (turn, args) => {
  const [, act, rest = ''] = /^(labels|handed|posted)(?:\s+(.*))?$/isu.exec(args) ?? [];
  if (act?.toLowerCase() === 'labels') return sendLabels(turn, rest);
  if (act) return noteHandedOver(turn, act.toLowerCase() as 'handed' | 'posted', rest);
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
  const counts = kitStates.flatMap((state) => {
    const { length } = all.filter((kit) => kit.state === state);
    return length === 0 ? [] : [`${t(`kit-state-${state}`)}: ${length}`];
  });
  const shown = pageOf(all, kitsPerPage, page);
  const lines = shown.items.map((kit) => lineOf(turn, kit));
  const head = `<b>${t('kits-title', { cohort: cohort.name })}</b>\n${counts.join(', ')}`;
  const text = [head, lines.join('\n'), t('kit-hint')].filter(Boolean).join('\n\n');
  sayInPlace(turn, text, pageRow(scope, cohort.id, shown));
}

/** Code, participant, state and how long it has lasted; then the states before, each with its length. */
function lineOf({ t, now }: Turn, kit: KitLine): string {
  const lasting = (state: KitLine['state'], from: Date, until: Date): string =>
    t('kit-lasting', {
      state: t(`kit-state-${state}`),
      days: Math.max(0, Math.floor((until.getTime() - from.getTime()) / dayMs)),
    });
  const { code, participant, state, since, before, missedSince, reason } = kit;
  const passed = before.map((moment, index) =>
    lasting(moment.state, moment.since, before[index + 1]?.since ?? since),
  );
  return [
    `<code>${code}</code> · ${participant} · ${lasting(state, since, now)}`,
    ...(reason ? [t(`kit-reason-${reason}`)] : []),
    ...(missedSince
      ? [t('kit-missed', { days: Math.floor((now.getTime() - missedSince.getTime()) / dayMs) })]
      : []),
    ...(passed.length > 0 ? [`(${passed.join(', ')})`] : []),
  ].join(' · ');
}

async function sendLabels(turn: Turn, name: string): Promise<void> {
  const cohort = await chosenCohort(turn, name);
  if (!cohort) return;
  const data = { cohortId: cohort.id, replyTo: turn.chatId, locale: turn.hintedLocale };
  await turn.uow.jobs.enqueue('kit-labels', data, { singletonKey: `${turn.chatId} ${cohort.id}` });
  turn.say(aboutCohort(cohort, turn.t('kit-labels-coming')));
}

async function noteHandedOver(turn: Turn, how: 'handed' | 'posted', list: string): Promise<void> {
  const written = list.split(/[\s,;]+/).filter(Boolean);
  if (written.length === 0 || written.length > mostHandedOver)
    return turn.say(turn.t('kit-over-usage', { most: mostHandedOver }));
  const lines: string[] = [];
  for (const one of written) {
    const person = participantCode.test(one) ? await turn.uow.participants.byCode(one) : undefined;
    const kit = person && (await turn.uow.biology.kitOf(person.userId));
    lines.push(await handOverInWords(turn, kit?.code ?? one, how));
  }
  turn.say(lines.join('\n'));
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
