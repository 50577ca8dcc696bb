import type { Cohort } from '../../engine/ports/cohorts.ts';
import { stateOf } from '../../engine/protocol/cohort-end.ts';
import {
  archiveCohort,
  longestCohortName,
  mayArchive,
  openCohort,
  restoreCohort,
} from '../../engine/protocol/cohort-list.ts';
import { promiseDate } from '../../engine/protocol/promised-date.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Tap } from '../turn/callback-data.ts';
import { button } from '../turn/keyboards.ts';
import { localDate } from '../turn/local-date.ts';
import { pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import type { Turn } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import { chooseCohort, chosenCohort, cohortOfButton } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

const scope = 'cohort';
const cohortsPerPage = 6;
/** Telegram cuts longer texts of buttons on a telephone. */
const buttonLength = 40;

/**
 * `/cohorts` lists them with buttons; `/cohorts NAME` chooses one; `/cohorts create NAME` opens one, and
 * `/cohorts dates DAY` promises the results of the chosen one by a day (admins). What is chosen here is the cohort of
 * every later command that names none.
 */
export const cohorts: CommandHandler = async (turn, args) => {
  const [, wanted] = /^create(?:\s+(.*))?$/isu.exec(args) ?? [undefined, undefined];
  if (/^create\b/i.test(args)) return create(turn, wanted ?? '');
  const [dates, day = ''] = /^dates\b\s*(.*)$/isu.exec(args) ?? [];
  if (dates !== undefined) return promise(turn, day.trim());
  if (args === '') return list(turn, 1);
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  await chooseCohort(turn, cohort);
  turn.say(turn.t('cohort-chosen', { cohort: cohort.name }));
};

async function create(turn: Turn, name: string): Promise<void> {
  const { t, uow, now } = turn;
  if (turn.staff?.role !== 'admin') return turn.say(t('cohort-create-admin'));
  try {
    const cohort = await openCohort(uow, { name, by: turn.staff.userId, now });
    await chooseCohort(turn, cohort);
    turn.say(t('cohort-created', { cohort: cohort.name }));
  } catch (error) {
    if (isHarmoniaError(error, 'bad-request'))
      return turn.say(t('cohort-name-bad', { most: longestCohortName }));
    if (!isHarmoniaError(error, 'conflict')) throw error;
    turn.say(t('cohort-name-taken', { name: name.trim().slice(0, longestCohortName) }));
  }
}

async function promise(turn: Turn, day: string): Promise<void> {
  const { t, uow, now, staff } = turn;
  if (staff?.role !== 'admin') return turn.say(t('cohort-dates-admin'));
  const cohort = await chosenCohort(turn, '');
  if (!cohort) return;
  try {
    const at = await promiseDate(uow, { cohortId: cohort.id, day, by: staff.userId, now });
    turn.say(t('cohort-dates-noted', { cohort: cohort.name, date: localDate(at) }));
  } catch (error) {
    if (isHarmoniaError(error, 'cohort-state'))
      return turn.say(t('cohort-dates-late', { cohort: cohort.name }));
    if (!isHarmoniaError(error, 'bad-request')) throw error;
    turn.say(t('cohort-dates-usage'));
  }
}

async function list(turn: Turn, page: number): Promise<void> {
  const { t, uow } = turn;
  const all = (await uow.cohorts.all()).toReversed();
  const sorted = [
    ...all.filter(({ archivedAt }) => archivedAt === null),
    ...all.filter(({ archivedAt }) => archivedAt !== null),
  ];
  const shown = pageOf(sorted, cohortsPerPage, page);
  const chosen = sorted.some(({ archivedAt }) => archivedAt === null) ? await chosenCohort(turn) : undefined;
  const lines: string[] = [];
  const buttons: Button[][] = [];
  for (const cohort of shown.items) {
    const people = (await uow.participants.ofCohort(cohort.id)).length;
    const { issued, used } = await uow.invites.count(cohort.id);
    lines.push(
      t('cohorts-line', {
        mark: cohort.id === chosen?.id ? '●' : '○',
        cohort: cohort.name,
        status: cohort.archivedAt ? t('cohort-archived') : t(`cohort-${stateOf(cohort)}`),
        people,
        issued,
        used,
        date: cohort.createdAt.toISOString().slice(0, 10),
      }),
    );
    const row = buttonsOf(turn, cohort, { people, isChosen: cohort.id === chosen?.id });
    if (row.length > 0) buttons.push(row);
  }
  const hint = turn.staff?.role === 'admin' ? t('cohorts-hint-admin') : t('cohorts-hint');
  const text = [`<b>${t('cohorts-title')}</b>`, lines.join('\n') || t('cohort-none'), hint].join('\n\n');
  sayInPlace(turn, text, [...buttons, ...pageRow(scope, '', shown)]);
}

function buttonsOf(
  { t, staff }: Turn,
  cohort: Cohort,
  { people, isChosen }: { people: number; isChosen: boolean },
): Button[] {
  const of = (key: string, value: string): Button =>
    button(`${key} ${cohort.name}`.slice(0, buttonLength), scope, cohort.id, value);
  const isAdmin = staff?.role === 'admin';
  if (cohort.archivedAt) return isAdmin ? [of(t('cohort-restore'), 'restore')] : [];
  return [
    ...(isChosen ? [] : [of(t('cohort-choose'), 'choose')]),
    ...(isAdmin && mayArchive(cohort, people) ? [of(t('cohort-archive'), 'archive')] : []),
  ];
}

/** A tap on a button of the list: a page, or an act on the cohort that the button names. */
export async function tapCohorts(turn: Turn, { item, value }: Tap): Promise<void> {
  const { t, uow, now, staff } = turn;
  if (item === '') return list(turn, pageIn(value));
  const cohort = await cohortOfButton(turn, item);
  if (!cohort || !staff) return;
  if (value === 'choose') {
    if (cohort.archivedAt) return turn.toast(t('cohort-archived-toast'), { alert: true });
    await chooseCohort(turn, cohort);
    turn.toast(t('cohort-chosen-toast'));
    return list(turn, 1);
  }
  if (staff.role !== 'admin') return turn.toast(t('command-not-yours'), { alert: true });
  const act = { archive: archiveCohort, restore: restoreCohort }[value];
  if (!act) return turn.toast(t('tap-old'));
  try {
    await act(uow, { cohortId: cohort.id, by: staff.userId, now });
  } catch (error) {
    // People joined, or another admin acted, since the list was shown.
    if (!isHarmoniaError(error, 'cohort-state')) throw error;
    return turn.toast(t('cohort-not-archived'), { alert: true });
  }
  return list(turn, 1);
}
