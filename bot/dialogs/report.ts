import {
  answerIntroduction,
  introductionsOf,
  type OpenIntroduction,
  proposeIntroductions,
} from '../../engine/protocol/introductions.ts';
import { type ReportFormat, reportFile } from '../../engine/protocol/report-file.ts';
import { ageOf } from '../../engine/compatibility/age.ts';
import { button } from '../turn/keyboards.ts';
import { escapeHtml, participantOf, type Turn, userOf } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
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
      view: { text: t('report-ready'), buttons: formatButtons(turn) },
    };
  },
  async answer(turn, input, { item }) {
    if (item.startsWith('P-')) return decide(turn, input, item);
    // The button of an earlier version, which is still in chats.
    if (item === 'ready' && input.kind === 'tap') {
      await sendReport(turn);
      return repeat;
    }
    turn.notice(turn.t(item === 'preparing' ? 'report-patience' : 'nothing-to-do'));
    return repeat;
  },
};

/** Queues a file of the report in the outbox, or says that it is being made. False before there is a report. */
export async function sendReport(turn: Turn, format: ReportFormat = 'pdf'): Promise<boolean> {
  const found = await reportFile(turn.uow, userOf(turn), format);
  if (found.state === 'none') return false;
  if (found.state === 'preparing') {
    turn.say(turn.t(found.isFirst ? 'report-preparing' : 'report-remade'));
    return true;
  }
  turn.send({
    kind: 'document',
    file: { stored: found.path },
    fileName: `harmonia-report.${format}`,
    caption: turn.t('report-caption'),
    protect: true,
    after: 'report-delivered',
  });
  turn.asNewMessage = true;
  return true;
}

/** The buttons of the kinds in which a report can be had. */
export const formatButtons = ({ t }: Pick<Turn, 't'>): Button[][] => [
  [button(t('report-as-pdf'), 'file', '', 'pdf'), button(t('report-as-docx'), 'file', '', 'docx')],
  [button(t('report-as-text'), 'file', '', 'text')],
];

async function askToIntroduce({ t, uow, now }: Turn, { other }: OpenIntroduction): Promise<Question> {
  const { code, displayName, birthYear } = other;
  const stored = await uow.visual.photoPath(other.userId);
  const name = displayName ?? '—';
  return {
    id: code,
    view: {
      text: t('introduce-ask', { name: birthYear === null ? name : `${name} (${ageOf(birthYear, now)})` }),
      ...(stored ? { picture: { stored } } : {}),
      protect: true,
      buttons: [[button(t('yes'), 'report', code, 'yes'), button(t('no'), 'report', code, 'no')]],
    },
  };
}

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
    turn.notice(turn.t('introduce-both'));
    await turn.uow.jobs.enqueue('introduce', { chatId: turn.chatId, otherChatId: other.chatId });
    await turn.uow.jobs.enqueue('introduce', { chatId: other.chatId, otherChatId: turn.chatId });
  } else if (choice === 'yes') turn.notice(turn.t('introduce-noted'));
  return on;
}

/** The message of an introduction, with a link to the other's public name in Telegram. */
export function introducedText({ t }: Pick<Turn, 't'>, username: string, shown: string): string {
  const link = `<a href="https://t.me/${username}">@${username}</a>`;
  // The link replaces "[link]" before the name is put in, because a name may contain "[link]" too.
  const marker = '\u{F0000}';
  return t('introduced', { name: marker })
    .replace('[link]', () => link)
    .replaceAll(marker, () => escapeHtml(shown));
}
