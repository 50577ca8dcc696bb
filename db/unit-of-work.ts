import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { createAuditLog } from './audit.ts';
import { withoutSqlIn } from './database-failure.ts';
import { createPersonalData } from './personal-data.ts';
import { createAccountStore } from './stores/accounts.ts';
import { createBiologyStore } from './stores/biology.ts';
import { createChatStore } from './stores/chats.ts';
import { createCohortStore } from './stores/cohorts.ts';
import { createConsentStore } from './stores/consents.ts';
import { createFollowUpStore } from './stores/follow-ups.ts';
import { createHealthStore } from './stores/health.ts';
import { createIntroductionStore } from './stores/introductions.ts';
import { createInviteStore } from './stores/invites.ts';
import { createLoginTries } from './stores/login-tries.ts';
import { createLookStore } from './stores/looks.ts';
import { createOutcomeStore } from './stores/outcomes.ts';
import { createParticipantStore } from './stores/participants.ts';
import { createPersonalityStore } from './stores/personality.ts';
import { createPhaseStore } from './stores/phases.ts';
import { createReminderStore } from './stores/reminders.ts';
import { createScoringStore } from './stores/scoring.ts';
import { createRefreshTokens } from './stores/refresh-tokens.ts';
import { createReportStore } from './stores/reports.ts';
import { createVisualStore } from './stores/visual.ts';
import type { TransactionScope } from './transaction.ts';

/** All stores on one transaction, each made at its first use. Their database errors are HarmoniaErrors without SQL. */
export function createUnitOfWork(scope: TransactionScope): UnitOfWork {
  return madeWhenUsed({
    accounts: () => createAccountStore(scope),
    loginTries: () => createLoginTries(scope),
    refreshTokens: () => createRefreshTokens(scope),
    participants: () => createParticipantStore(scope),
    invites: () => createInviteStore(scope),
    consents: () => createConsentStore(scope),
    phases: () => createPhaseStore(scope),
    visual: () => createVisualStore(scope),
    personality: () => createPersonalityStore(scope),
    biology: () => createBiologyStore(scope),
    cohorts: () => createCohortStore(scope),
    looks: () => createLookStore(scope),
    outcomes: () => createOutcomeStore(scope),
    reports: () => createReportStore(scope),
    introductions: () => createIntroductionStore(scope),
    followUps: () => createFollowUpStore(scope),
    reminders: () => createReminderStore(scope),
    scoring: () => createScoringStore(scope),
    chats: () => createChatStore(scope),
    audit: () => createAuditLog(scope),
    jobs: () => scope.jobs,
    personalData: () => createPersonalData(scope),
    health: () => createHealthStore(scope),
  });
}

/** Most transactions use a few of the stores. */
function madeWhenUsed(makers: { [Name in keyof UnitOfWork]: () => UnitOfWork[Name] }): UnitOfWork {
  const made: Partial<Record<string, object>> = {};
  const stores = {};
  for (const [name, make] of Object.entries(makers))
    Object.defineProperty(stores, name, {
      enumerable: true,
      get: () => (made[name] ??= withoutSqlIn(make())),
    });
  return stores as UnitOfWork;
}
