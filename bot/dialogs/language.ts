import { locales, translator, type Locale } from '../../locales/locales.ts';
import { commandList } from '../turn/command-list.ts';
import { choices } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { again, choiceOf, type Dialog, on } from './dialog.ts';

/** The words that mean a language when typed. */
const languageWords: Record<Locale, readonly string[]> = {
  en: ['english', 'inglés', 'английский'],
  es: ['español', 'espanol', 'spanish', 'испанский'],
  ru: ['русский', 'russian', 'ruso'],
};

/** The languages to choose from, each in its own words. */
export const languageChoices = locales.map((value) => ({ value, text: translator(value)('language-name') }));

/** Keeps the choice of whoever speaks here, participant or staff, and gives the chat its commands in that language. */
export async function chooseLanguage(turn: Turn, locale: Locale): Promise<void> {
  const { participant, staff } = turn;
  if (participant) {
    await turn.uow.participants.update(participant.userId, { locale });
    turn.participant = { ...participant, locale };
  }
  if (staff) await turn.uow.accounts.update(staff.userId, { locale });
  turn.useLocale(locale);
  turn.send({ kind: 'commands', locale, commands: commandList(locale, turn.staff?.role ?? 'user') });
}

/** Asked once, in the language that Telegram reports; /language asks again at any time. */
export const languageDialog: Dialog = {
  ask: async (turn) => ({
    id: 'choice',
    view: { text: turn.t('language-ask'), buttons: choices('language', 'choice', languageChoices) },
  }),
  async answer(turn, input) {
    const locale = choiceOf(input, languageWords) as Locale | undefined;
    if (!locale) {
      turn.notice(turn.t('please-choose'));
      return again;
    }
    await chooseLanguage(turn, locale);
    return on;
  },
};
