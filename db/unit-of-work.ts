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

/** All stores on one transaction. Their database errors are HarmoniaErrors without SQL. */
export function createUnitOfWork(scope: TransactionScope): UnitOfWork {
  return {
    accounts: withoutSqlIn(createAccountStore(scope)),
    loginTries: withoutSqlIn(createLoginTries(scope)),
    refreshTokens: withoutSqlIn(createRefreshTokens(scope)),
    participants: withoutSqlIn(createParticipantStore(scope)),
    invites: withoutSqlIn(createInviteStore(scope)),
    consents: withoutSqlIn(createConsentStore(scope)),
    phases: withoutSqlIn(createPhaseStore(scope)),
    visual: withoutSqlIn(createVisualStore(scope)),
    personality: withoutSqlIn(createPersonalityStore(scope)),
    biology: withoutSqlIn(createBiologyStore(scope)),
    cohorts: withoutSqlIn(createCohortStore(scope)),
    looks: withoutSqlIn(createLookStore(scope)),
    outcomes: withoutSqlIn(createOutcomeStore(scope)),
    reports: withoutSqlIn(createReportStore(scope)),
    introductions: withoutSqlIn(createIntroductionStore(scope)),
    followUps: withoutSqlIn(createFollowUpStore(scope)),
    reminders: withoutSqlIn(createReminderStore(scope)),
    scoring: withoutSqlIn(createScoringStore(scope)),
    chats: withoutSqlIn(createChatStore(scope)),
    audit: withoutSqlIn(createAuditLog(scope)),
    jobs: withoutSqlIn(scope.jobs),
    personalData: withoutSqlIn(createPersonalData(scope)),
    health: withoutSqlIn(createHealthStore(scope)),
  };
}
