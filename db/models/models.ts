import type { Sequelize } from 'sequelize';
import { defineAccountState, defineUser } from './account.ts';
import {
  defineChat,
  defineDialogState,
  defineOutboxCall,
  defineProcessedUpdate,
  defineStaffSession,
} from './chat.ts';
import { defineAssignment, defineCohort, definePairScore } from './cohort.ts';
import { defineCalibrationRating, defineProfile, defineSelfie } from './face.ts';
import { defineFollowUp } from './follow-up.ts';
import { defineHlaData, defineKit, defineLabDelivery } from './laboratory.ts';
import { defineBlock, defineIntroduction, defineOutcome } from './meeting.ts';
import { defineConsent, defineInvite, defineParticipant } from './participant.ts';
import { definePhaseRecord, definePresentation, defineSupersededSeal } from './phase-record.ts';
import { definePersonalityScores, defineQuestionnaireAnswer } from './questionnaire.ts';
import { defineMatch, defineReport } from './report.ts';

/** The models of one Sequelize instance. Each instance gets new classes, because Sequelize binds a class to it. */
export const createModels = (sequelize: Sequelize) => ({
  users: defineUser(sequelize),
  accountStates: defineAccountState(sequelize),
  participants: defineParticipant(sequelize),
  invites: defineInvite(sequelize),
  consents: defineConsent(sequelize),
  phaseRecords: definePhaseRecord(sequelize),
  supersededSeals: defineSupersededSeal(sequelize),
  presentations: definePresentation(sequelize),
  profiles: defineProfile(sequelize),
  selfies: defineSelfie(sequelize),
  calibrationRatings: defineCalibrationRating(sequelize),
  questionnaireAnswers: defineQuestionnaireAnswer(sequelize),
  personalityScores: definePersonalityScores(sequelize),
  hlaData: defineHlaData(sequelize),
  kits: defineKit(sequelize),
  labDeliveries: defineLabDelivery(sequelize),
  cohorts: defineCohort(sequelize),
  pairScores: definePairScore(sequelize),
  assignments: defineAssignment(sequelize),
  outcomes: defineOutcome(sequelize),
  introductions: defineIntroduction(sequelize),
  blocks: defineBlock(sequelize),
  followUps: defineFollowUp(sequelize),
  matches: defineMatch(sequelize),
  reports: defineReport(sequelize),
  chats: defineChat(sequelize),
  processedUpdates: defineProcessedUpdate(sequelize),
  dialogStates: defineDialogState(sequelize),
  outbox: defineOutboxCall(sequelize),
  staffSessions: defineStaffSession(sequelize),
});

export type Models = ReturnType<typeof createModels>;
