import type { AuditEvent, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import type { Tap } from '../turn/callback-data.ts';
import { button } from '../turn/keyboards.ts';
import { sayInPlace } from '../turn/pages.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';

const scope = 'audit';
const eventsPerPage = 15;
/** Longest value of a detail, and longest line of details, in characters: a message holds at most 4096. */
const longestValue = 24;
const longestDetails = 110;

/** True for an event of introduced people: an introduction follows from two answers, and staff are shown no answer. */
const tellsAnswers = ({ action, details }: AuditEvent): boolean =>
  action.startsWith('introduc') || action.startsWith('follow-up') || details['purpose'] === 'follow-up';

/** `/audit`: whether the chain of the audit log is whole, and its last events by code. */
export const audit: CommandHandler = async (turn) => {
  const { rows, brokenAt } = await turn.uow.audit.verify();
  const state =
    brokenAt === null ? turn.t('audit-whole', { rows }) : turn.t('audit-broken', { rows, event: brokenAt });
  await list(turn, undefined, state);
};

/** A tap on the button to older events. */
export const tapAudit = (turn: Turn, { value }: Tap): Promise<void> =>
  list(turn, /^b(\d{1,18})$/.exec(value)?.[1]);

async function list(turn: Turn, before: string | undefined, state?: string): Promise<void> {
  const { t, uow } = turn;
  const events = await uow.audit.last({
    limit: eventsPerPage,
    ...(before === undefined ? {} : { before }),
  });
  const cohorts = new Map((await uow.cohorts.all()).map(({ id, name }) => [id as string, name]));
  const lines: string[] = [];
  for (const event of events) if (!tellsAnswers(event)) lines.push(await lineOf(uow, event, cohorts));
  const last = events.at(-1);
  const text = [`<b>${t('audit-title')}</b>`, state, lines.join('\n') || t('audit-none')].filter(Boolean);
  sayInPlace(
    turn,
    text.join('\n\n'),
    last && events.length === eventsPerPage ? [[button(t('audit-older'), scope, '', `b${last.id}`)]] : [],
  );
}

async function lineOf(
  uow: UnitOfWork,
  { at, actor, action, subject, details }: AuditEvent,
  cohorts: ReadonlyMap<string, string>,
): Promise<string> {
  const people = [await codeOf(uow, actor)];
  if (subject && subject !== actor) people.push(await codeOf(uow, subject));
  const told = Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${(cohorts.get(String(value)) ?? String(value)).slice(0, longestValue)}`)
    .join(' ');
  const when = at.toISOString().slice(0, 16).replace('T', ' ');
  return escapeHtml(`${when} · ${people.join(' → ')} · ${action} ${told.slice(0, longestDetails)}`.trimEnd());
}

/** The code of a participant, the address of a member of staff, or a dash for an account that was erased. */
async function codeOf(uow: UnitOfWork, id: AuditEvent['actor']): Promise<string> {
  if (id === 'system' || id === 'lab') return id;
  const participant = await uow.participants.byUser(id);
  if (participant) return participant.code;
  const account = await uow.accounts.byId(id);
  return account && account.role !== 'user' ? account.email : '—';
}
