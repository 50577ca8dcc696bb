import type { ChatId } from '../../engine/ports/participants.ts';
import { type Locale, translator } from '../../locales/locales.ts';
import type { Turn } from '../turn/turn.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/** The part of a turn that a step of a cohort uses. */
export type Desk = Pick<Turn, 'uow' | 'now' | 't' | 'say' | 'send'>;

/** Acts in the chat that asked for a step. Of an admin who asked by HTTP without a chat it tells nothing to anyone. */
export async function atDesk(
  { bot, clock, transactions }: JobDeps,
  replyTo: string | undefined,
  act: (desk: Desk, locale: Locale) => Promise<void> | void,
): Promise<void> {
  if (replyTo !== undefined)
    return bot.intake.inChat(replyTo as ChatId, async (turn) =>
      act(turn, turn.participant?.locale ?? turn.hintedLocale),
    );
  const silent = { t: translator('en'), say: () => undefined, send: () => undefined };
  await transactions.transact(async (uow) => act({ ...silent, uow, now: clock.now() }, 'en'));
}

/** Shows "typing…" in that chat, if there is one, for as long as the work takes. */
export const whileWorking = <T>(
  deps: JobDeps,
  replyTo: string | undefined,
  work: () => Promise<T>,
): Promise<T> => (replyTo === undefined ? work() : whileTyping(deps, replyTo as ChatId, work));
