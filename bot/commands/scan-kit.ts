import { handOver } from '../../engine/protocol/kit-journey.ts';
import type { Study } from '../../engine/protocol/study.ts';
import type { DialogControl } from '../dialogs/dialog.ts';
import { arrivalInWords } from '../dialogs/lab.ts';
import { inviteLink } from '../turn/invite-link.ts';
import type { Turn } from '../turn/turn.ts';

/** How the start parameter of a kit's label begins; the code follows without dashes. */
export const kitPrefix = 'k_';

/** The link that the label of a kit opens. */
export const kitLink = (username: string, code: string): string =>
  inviteLink(username, `${kitPrefix}${code.replaceAll('-', '')}`);

/**
 * The QR code of a label was scanned. By its participant: they have the kit, if it is theirs. By an admin: it was handed
 * over. Whose kit it is stays untold.
 */
export async function scanKit(
  turn: Turn,
  written: string,
  { study, bridge }: { study: Pick<Study, 'contact'>; bridge: DialogControl },
): Promise<void> {
  if (turn.participant) {
    turn.notice(await arrivalInWords(turn, written, study));
    return bridge.enter(turn);
  }
  if (turn.staff?.role !== 'admin') return turn.say(turn.t('kit-scan-join'));
  turn.say(await handOverInWords(turn, written, 'handed'));
}

/** Notes that staff handed a kit over or posted it, and says what came of it; the participant's screen shows it. */
export async function handOverInWords(
  turn: Turn,
  written: string,
  how: 'handed' | 'posted',
): Promise<string> {
  const { uow, now } = turn;
  const { note, kit } = await handOver(uow, written, { how, by: turn.staff!.userId, now });
  const person = kit && (await uow.participants.byUser(kit.userId));
  if (note === 'noted' && person?.chatId) await uow.jobs.enqueue('refresh-chat', { chatId: person.chatId });
  const named = kit ? `${kit.code} · ${person?.code ?? '—'}` : written.slice(0, 20);
  return turn.t(`kit-over-${note}`, { kit: named, how });
}
