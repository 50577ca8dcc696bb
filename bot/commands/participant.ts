import { randomUUID } from 'node:crypto';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Purpose } from '../../engine/ports/participants.ts';
import { optionalPurposes } from '../../engine/privacy/consent.ts';
import { withdrawConsent } from '../../engine/privacy/withdraw.ts';
import { allPurposes, steps } from '../../engine/protocol/journey.ts';
import { hashInviteCode } from '../../engine/protocol/codes.ts';
import { acceptInvite } from '../../engine/protocol/invitations.ts';
import { placeholderEmail } from '../../engine/protocol/own-account.ts';
import { reportContent } from '../../engine/protocol/report-content.ts';
import { reportText } from '../../engine/report/report-text.ts';
import { agreesToReports } from '../../engine/privacy/consent.ts';
import { translator } from '../../locales/locales.ts';
import { setupItem, setupPrefix } from '../dialogs/new-password.ts';
import { languageChoices } from '../dialogs/language.ts';
import { formatButtons, sendReport } from '../dialogs/report.ts';
import { button, choices, coloured, continueButton } from '../turn/keyboards.ts';
import { localDate } from '../turn/local-date.ts';
import { escapeHtml, participantOf, type Turn, userOf } from '../turn/turn.ts';
import { placeInWords, whereabouts } from '../turn/whereabouts.ts';
import { commandsOf } from '../turn/command-list.ts';
import { offerAmendedConsent } from './amended-consent.ts';
import type { CommandDeps, CommandHandler } from './command.ts';
import { exportCohort } from './export-cohort.ts';
import { profile } from './profile.ts';
import { reminders } from './reminders.ts';
import { kitPrefix, scanKit } from './scan-kit.ts';

const start: CommandHandler = async (turn, args, { study, bridge }) => {
  if (args.startsWith(setupPrefix)) {
    const hash = hashInviteCode(args.slice(setupPrefix.length).trim().toUpperCase());
    return bridge.enter(turn, { dialog: 'login', item: setupItem(hash) });
  }
  if (args.startsWith(kitPrefix)) return scanKit(turn, args.slice(kitPrefix.length), { study, bridge });
  if (turn.participant) {
    // The participant opened an invitation link a second time: the chat keeps its participant.
    if (args) turn.notice(turn.t('start-again'));
    return bridge.enter(turn);
  }
  if (!args)
    return turn.say(turn.t(turn.staff ? 'staff-idle' : 'start-without-invite', { study: study.name }));
  try {
    turn.participant = await acceptInvite(turn.uow, {
      code: args,
      chatId: turn.chatId,
      placeholderEmail: placeholderEmail(randomUUID()),
      passwordHash: await study.passwords.unusable(),
      now: turn.now,
    });
  } catch (error) {
    const known = ['invite-unknown', 'invite-used', 'invite-expired', 'cohort-state'] as const;
    const code = known.find((candidate) => isHarmoniaError(error, candidate));
    if (!code) throw error;
    return turn.say(turn.t(`start-${code}`));
  }
  turn.say(turn.t('start-welcome', { study: study.name }));
  return bridge.enter(turn);
};

const help: CommandHandler = async (turn, _args, { study }) => {
  const role = turn.staff?.role ?? 'user';
  const lines = commandsOf[role].map(
    (name) => `/${name} – ${turn.t(`command-${name.replaceAll('_', '-')}`)}`,
  );
  const contact = study.contact
    ? turn.t('help-contact', { contact: study.contact })
    : turn.t('help-no-contact');
  turn.say(
    [
      turn.t(role === 'user' ? 'help-intro' : 'help-staff', { study: study.name }),
      lines.join('\n'),
      contact,
    ].join('\n\n'),
  );
};

const status: CommandHandler = async (turn, _args, { study }) => {
  const place = await whereabouts(turn, study);
  const { code } = participantOf(turn);
  const title = `<b>${turn.t('status-title', { code })}</b>`;
  const { step } = place;
  // What they had done is not where the study is: it goes on without them.
  if (step === 'leftout')
    return turn.say([title, turn.t('status-place', { place: placeInWords(turn, place) })].join('\n\n'), [
      [continueButton(turn.t)],
    ]);
  const at = steps.indexOf(step);
  const lines = stagesShown.map(({ name, first, last }) => {
    const state = at > steps.indexOf(last) ? 'done' : at >= steps.indexOf(first) ? 'now' : 'later';
    return turn.t(`status-${state}`, { stage: turn.t(`status-stage-${name}`) });
  });
  turn.say(
    [title, lines.join('\n'), turn.t('status-place', { place: placeInWords(turn, place) })].join('\n\n'),
    [[continueButton(turn.t)]],
  );
};

/** The stages as /status lists them; each covers the protocol's steps from `first` to `last`. */
const stagesShown = [
  { name: 'joining', first: 'language', last: 'about' },
  { name: 'visual', first: 'selfie', last: 'calibration' },
  { name: 'personality', first: 'questionnaire', last: 'questionnaire' },
  { name: 'biological', first: 'lab', last: 'lab' },
  { name: 'cohort', first: 'cohort', last: 'cohort' },
  { name: 'profiles', first: 'profiles', last: 'profiles' },
  { name: 'report', first: 'report', last: 'report' },
] as const;

const resume: CommandHandler = (turn, _args, { bridge }) => bridge.enter(turn);

const language: CommandHandler = async (turn) =>
  turn.say(
    turn.t('language-ask'),
    choices('lang', 'choice', languageChoices, turn.participant?.locale ?? turn.hintedLocale),
  );

const privacy: CommandHandler = async (turn, _args, { study }) => {
  const given = await turn.uow.consents.current(userOf(turn));
  const lines = allPurposes.map((purpose) => {
    const consent = given.get(purpose);
    const state = consent === undefined ? 'open' : consent.granted ? 'granted' : 'refused';
    return turn.t(`privacy-${state}`, {
      purpose: turn.t(`consent-${purpose}-title`),
      date: consent ? localDate(consent.at) : '',
    });
  });
  const contact = study.contact
    ? turn.t('help-contact', { contact: study.contact })
    : turn.t('help-no-contact');
  const matching = given.get('matching');
  const isOld = matching?.granted && !agreesToReports(matching);
  turn.say(
    [turn.t('privacy-text'), lines.join('\n'), contact].join('\n\n'),
    isOld ? [[button(turn.t('amended-read'), 'amended', 'matching', 'ask')]] : [],
  );
};

const exportData: CommandHandler = async (turn, args, deps) => {
  // Of a signed-in researcher it asks for the cohort's data set.
  if (turn.staff?.role === 'researcher') return exportCohort(turn, args, deps);
  turn.say(turn.t('export-coming'));
  const userId = userOf(turn);
  await turn.uow.jobs.enqueue('export-data', { userId }, { singletonKey: userId });
};

const withdraw: CommandHandler = async (turn) => {
  const given = await turn.uow.consents.current(userOf(turn));
  const granted = allPurposes.filter((purpose) => given.get(purpose)?.granted);
  if (granted.length === 0) return turn.say(turn.t('withdraw-nothing'));
  turn.say(turn.t('withdraw-ask'), [
    ...granted.map((purpose) => [button(turn.t(`consent-${purpose}-title`), 'withdraw', purpose, 'ask')]),
    [button(turn.t('cancel'), 'withdraw', 'none', 'no')],
  ]);
};

const deleteMyData: CommandHandler = async (turn) =>
  turn.say(turn.t('delete-ask'), [
    [coloured('danger', button(turn.t('delete-yes'), 'delete', 'all', 'yes'))],
    [button(turn.t('cancel'), 'delete', 'all', 'no')],
  ]);

const report: CommandHandler = async (turn, _args, deps) => {
  await offerAmendedConsent(turn);
  if (!(await sendReport(turn)))
    return turn.say(
      turn.t('report-not-yet', { place: placeInWords(turn, await whereabouts(turn, deps.study)) }),
    );
  const made = (await turn.uow.reports.of(userOf(turn)))?.status !== 'requested';
  if (made) turn.say(turn.t('report-formats'), formatButtons(turn));
};

const cancel: CommandHandler = async (turn, _args, { bridge }) => {
  const waiting = await bridge.waiting(turn);
  turn.asksSecret = false;
  await turn.uow.chats.deleteDialogState(turn.chatId);
  if (!turn.participant) return turn.say(turn.t(waiting ? 'cancelled' : 'nothing-to-cancel'));
  if (waiting?.dialog === 'login') return bridge.enter(turn);
  turn.say(turn.t('cancel-kept'), [[continueButton(turn.t)]]);
};

/** Sends the report in the form that a button names. A tap before there is a report changes nothing. */
export async function sendReportAs(
  turn: Turn,
  form: string,
  { study }: Pick<CommandDeps, 'study'>,
): Promise<void> {
  const participant = participantOf(turn);
  const report = await turn.uow.reports.of(participant.userId);
  if (!report || report.status === 'requested') return turn.toast(turn.t('report-patience'));
  if (form === 'pdf' || form === 'docx') return void (await sendReport(turn, form));
  const model = await reportContent(turn.uow, participant, { study, now: turn.now });
  turn.say(escapeHtml(reportText(model, translator(model.locale))));
}

/** Withdraws consent to one purpose, which removes its data; without a required one the participation ends. */
export async function withdrawPurpose(turn: Turn, purpose: Purpose): Promise<void> {
  const participant = participantOf(turn);
  await withdrawConsent(turn.uow, { userId: participant.userId, purpose, now: turn.now });
  if (optionalPurposes.has(purpose)) return turn.say(turn.t(`withdrawn-${purpose}`));
  turn.participant = { ...participant, status: 'withdrawn' };
  await turn.uow.chats.deleteDialogState(turn.chatId);
  turn.say(turn.t(`withdrawn-${purpose}`));
}

/** Commands that work in a chat without a participant. */
export const openCommands: Readonly<Record<string, CommandHandler>> = { start, help, cancel };

/** Commands of participants; a chat without one gets a sentence about how to join. */
export const participantCommands: Readonly<Record<string, CommandHandler>> = {
  status,
  continue: resume,
  language,
  privacy,
  export: exportData,
  withdraw,
  delete_my_data: deleteMyData,
  report,
  profile,
  reminders,
};
