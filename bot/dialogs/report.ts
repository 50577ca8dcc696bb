import {
  answerIntroduction,
  introductionsOf,
  type OpenIntroduction,
  proposeIntroductions,
} from '../../engine/protocol/introductions.ts';
import { button } from '../turn/keyboards.ts';
import { escapeHtml, participantOf, type Turn, userOf } from '../turn/turn.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat } from './dialog.ts';
import { yesNo } from './words.ts';

/** Sends the report whenever the participant asks, and asks about introductions to participants where both said yes. */
export const reportDialog: Dialog = {
  async ask(turn) {
    const { t } = turn;
    const report = await turn.uow.reports.of(userOf(turn));
    if (!report || report.status === 'requested')
      return { id: 'preparing', view: { text: t('report-preparing'), buttons: [] } };
    await proposeIntroductions(turn.uow, participantOf(turn));
    const introductions = await introductionsOf(turn.uow, participantOf(turn));
    const due = introductions.find(({ mine, introduced }) => mine === null && !introduced);
    if (due) return askToIntroduce(turn, due);
    return {
      id: 'ready',
      view: { text: t('report-ready'), buttons: [[button(t('report-again'), 'report', 'ready', 'again')]] },
    };
  },
  async answer(turn, input, { item }) {
    if (item.startsWith('P-')) return decide(turn, input, item);
    if (item === 'ready' && input.kind === 'tap') {
      await sendReport(turn);
      return repeat;
    }
    turn.notice(turn.t(item === 'preparing' ? 'report-patience' : 'nothing-to-do'));
    return repeat;
  },
};

/** Queues the report's PDF in the outbox; false while it is not rendered. */
export async function sendReport(turn: Turn): Promise<boolean> {
  const report = await turn.uow.reports.of(userOf(turn));
  if (!report?.path) return false;
  const caption = turn.t('report-caption');
  turn.send({
    kind: 'document',
    file: { stored: report.path },
    fileName: 'harmonia-report.pdf',
    caption,
    protect: true,
    after: 'report-delivered',
  });
  turn.asNewMessage = true;
  return true;
}

const askToIntroduce = ({ t }: Turn, { other }: OpenIntroduction): Question => ({
  id: other.code,
  view: {
    text: t('introduce-ask', { name: other.displayName ?? '—' }),
    buttons: [[button(t('yes'), 'report', other.code, 'yes'), button(t('no'), 'report', other.code, 'no')]],
  },
});

async function decide(turn: Turn, input: Answer, code: string): Promise<Next> {
  const choice = choiceOf(input, yesNo);
  const me = participantOf(turn);
  const other = (await introductionsOf(turn.uow, me)).find((open) => open.other.code === code)?.other;
  // The other participant has left the study since the question was shown.
  if (!other) return on;
  if (!choice) {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  const introduced = await answerIntroduction(turn.uow, {
    from: me.userId,
    about: other.userId,
    yes: choice === 'yes',
    now: turn.now,
  });
  if (introduced && other.chatId) {
    turn.say(introducedText(turn, other.chatId, other.displayName));
    await turn.uow.jobs.enqueue('introduce', { chatId: other.chatId, otherChatId: turn.chatId });
  } else if (choice === 'yes') turn.notice(turn.t('introduce-noted'));
  return on;
}

/**
 * The message of an introduction, with a link to the other's Telegram profile: a user's id is their private chat's id.
 */
export function introducedText({ t }: Turn, chatId: string, name: string | null): string {
  const shown = name ?? '—';
  const link = `<a href="tg://user?id=${chatId}">${escapeHtml(shown)}</a>`;
  // The link replaces "[link]" before the name is put in, because a name may contain "[link]" too.
  const marker = '\u{F0000}';
  return t('introduced', { name: marker })
    .replace('[link]', () => link)
    .replaceAll(marker, () => escapeHtml(shown));
}
