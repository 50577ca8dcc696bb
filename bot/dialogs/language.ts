import { locales, translator, type Locale } from '../../locales/locales.ts';
import { commandList } from '../turn/command-list.ts';
import { choices } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { choiceOf, type Dialog, on, repeat } from './dialog.ts';

/** Typed answers that name a language. */
const languageWords: Record<Locale, readonly string[]> = {
  en: ['english', 'inglés', 'английский'],
  es: ['español', 'espanol', 'spanish', 'испанский'],
  ru: ['русский', 'russian', 'ruso'],
};

/** The languages to choose from, each named in itself. */
export const languageChoices = locales.map((value) => ({ value, text: translator(value)('language-name') }));

/** Stores the language of the chat's participant and of its member of staff, and lists the chat's commands in it. */
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

/** The question in each language, that of the Telegram account first: an account's language need not be the person's. */
const inEveryLanguage = ({ t }: Turn): string =>
  [...new Set([t('language-ask'), ...locales.map((locale) => translator(locale)('language-ask'))])].join(
    '\n',
  );

/** Asks for the language once; the command /language changes it later. */
export const languageDialog: Dialog = {
  ask: async (turn) => ({
    id: 'choice',
    view: { text: inEveryLanguage(turn), buttons: choices('language', 'choice', languageChoices) },
  }),
  async answer(turn, input) {
    const locale = choiceOf(input, languageWords) as Locale | undefined;
    if (!locale) {
      turn.notice(turn.t('please-choose'));
      return repeat;
    }
    await chooseLanguage(turn, locale);
    return on;
  },
};
