import type { Role } from '../../engine/ports/participants.ts';
import { translator, type Locale } from '../../locales/locales.ts';

/** The commands of each role, in the order of the menu. */
export const commandsOf = {
  user: [
    'status',
    'continue',
    'profile',
    'report',
    'reminders',
    'language',
    'privacy',
    'help',
    'export',
    'withdraw',
    'delete_my_data',
    'cancel',
    'login',
  ],
  admin: [
    'cohorts',
    'invite',
    'participants',
    'remind',
    'kits',
    'imports',
    'freeze',
    'score',
    'release',
    'close',
    'staff',
    'health',
    'audit',
    'help',
    'language',
    'logout',
    'cancel',
  ],
  researcher: [
    'cohorts',
    'progress',
    'participant',
    'scores',
    'reliability',
    'validity',
    'fairness',
    'exposure',
    'report_cohort',
    'stats',
    'looks',
    'export_data',
    'help',
    'language',
    'logout',
    'cancel',
  ],
} as const satisfies Record<Role, readonly string[]>;

export type CommandName = (typeof commandsOf)[Role][number] | 'start';

/** The commands of a role with their descriptions, for Telegram's setMyCommands. */
export function commandList(locale: Locale, role: Role): { command: string; description: string }[] {
  const t = translator(locale);
  return commandsOf[role].map((command) => ({
    command,
    description: t(`command-${command.replaceAll('_', '-')}`),
  }));
}
