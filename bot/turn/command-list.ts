import type { Role } from '../../engine/ports/participants.ts';
import { translator, type Locale } from '../../locales/locales.ts';

/** What each role may do by command; a command that is not listed for a role is refused for it. */
export const commandsOf = {
  user: [
    'status',
    'continue',
    'report',
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
    'invite',
    'kit',
    'participants',
    'freeze',
    'score',
    'release',
    'help',
    'language',
    'logout',
    'cancel',
  ],
  researcher: ['stats', 'help', 'language', 'logout', 'cancel'],
} as const satisfies Record<Role, readonly string[]>;

export type CommandName = (typeof commandsOf)[Role][number] | 'start';

/** A role's commands as the menu shows them. */
export function commandList(locale: Locale, role: Role): { command: string; description: string }[] {
  const t = translator(locale);
  return commandsOf[role].map((command) => ({
    command,
    description: t(`command-${command.replaceAll('_', '-')}`),
  }));
}
