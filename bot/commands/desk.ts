import type { StaffRole } from '../../engine/protocol/staff-accounts.ts';
import type { Tap } from '../turn/callback-data.ts';
import type { Turn } from '../turn/turn.ts';
import { audit, tapAudit } from './audit.ts';
import { cohorts, tapCohorts } from './cohorts.ts';
import type { CommandHandler } from './command.ts';
import { health } from './health.ts';
import { imports, tapImports } from './imports.ts';
import { invite } from './invite.ts';
import { kits, tapKits } from './kits.ts';
import { participants, tapParticipants } from './participants.ts';
import { participant, progress } from './progress.ts';
import { remind } from './remind.ts';
import { staffAccounts, tapStaff } from './staff-accounts.ts';

/** Commands for both roles of staff. */
export const sharedCommands: Readonly<Record<string, CommandHandler>> = { cohorts };

/** Commands with which admins organise a study; those that move a cohort on are in cohort-steps.ts. */
export const adminDesk: Readonly<Record<string, CommandHandler>> = {
  invite,
  participants,
  kits,
  // The name under which the command was known before.
  kit: kits,
  imports,
  remind,
  staff: staffAccounts,
  health,
  audit,
};

/** Commands with which researchers follow a study without seeing an outcome. */
export const researcherDesk: Readonly<Record<string, CommandHandler>> = { progress, participant };

/** The buttons of these commands, by scope, with the roles that may tap them. */
export const deskButtons: Readonly<
  Record<string, { roles: readonly StaffRole[]; tap: (turn: Turn, tap: Tap) => Promise<void> }>
> = {
  cohort: { roles: ['admin', 'researcher'], tap: tapCohorts },
  people: { roles: ['admin'], tap: tapParticipants },
  kits: { roles: ['admin'], tap: tapKits },
  imports: { roles: ['admin'], tap: tapImports },
  staff: { roles: ['admin'], tap: tapStaff },
  audit: { roles: ['admin'], tap: tapAudit },
};
