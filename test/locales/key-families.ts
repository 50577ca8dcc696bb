import { snoozes } from '../../engine/protocol/local-time.ts';
import { dataMap } from '../../db/data-map.ts';
import { commandsOf } from '../../bot/turn/command-list.ts';
import { sins } from '../../engine/personality/sins.ts';
import { followUpQuestions } from '../../engine/protocol/follow-ups.ts';
import { allPurposes, phaseOrder, steps } from '../../engine/protocol/journey.ts';
import { distributedScores } from '../../engine/validation/score-distribution.ts';
import { stringsOf } from './sources.ts';

/** The tables whose rows an export holds, with their columns. */
const exported = Object.entries(dataMap)
  .map(([table, { persons, columns }]) => ({
    table,
    columns: Object.keys(columns).filter((name) => persons.length > 0 && columns[name]!.export !== 'never'),
  }))
  .filter(({ columns }) => columns.length > 0);
const about = stringsOf('bot/dialogs/about-questions.ts', 'Field');
const parts = stringsOf('bot/dialogs/about-questions.ts', 'Part');

/** For each template from which keys are built, the possible values of its placeholder, read from the code. */
export const keyFamilies: Readonly<Record<string, readonly string[]>> = {
  'about-*': about,
  'about-*-hint': about,
  'change-*': parts,
  'part-*': parts,
  'correct-*': stringsOf('engine/protocol/profile.ts', 'Fixed'),
  'correct-may-*': ['all', ...stringsOf('engine/protocol/profile.ts', 'Fixed')],
  'cohort-*': [...stringsOf('engine/ports/cohorts.ts', 'CohortStatus'), 'closed'],
  '*-started': ['freeze', 'score', 'release', 'close'],
  '*-yes': ['freeze', 'release', 'close'],
  'command-*': [...new Set(Object.values(commandsOf).flat())].map((name) => name.replaceAll('_', '-')),
  'consent-*-text': allPurposes,
  'consent-*-title': allPurposes,
  'export-column-*': exported.flatMap(({ columns }) => columns).map((name) => name.replaceAll('_', '-')),
  'export-table-*': exported.map(({ table }) => table.replaceAll('_', '-')),
  'follow-up-*': [...followUpQuestions, 'done'],
  'import-*': stringsOf('engine/protocol/import-typings.ts', 'ImportStatus'),
  'kit-over-*': ['noted', 'already', 'void', 'unknown', 'no-code'],
  'kit-reason-*': ['lost', 'damaged', 'failed'],
  'kit-scan-*': ['noted', 'already', 'other', 'void', 'unknown', 'no-code'],
  'kit-state-*': stringsOf('engine/protocol/kit-states.ts', 'KitState'),
  'people-*': stringsOf('engine/protocol/readable.ts', 'Unreadable'),
  'password-*': stringsOf('engine/ports/passwords.ts', 'PasswordProblem'),
  'phase-*': ['later', 'open', 'sealed', 'missing'],
  'figures-title-*': stringsOf('engine/ports/unit-of-work.ts', 'FiguresSubject'),
  'plot-added-*': ['taste', 'personality', 'biology'],
  'plot-aucs-*': [...phaseOrder, 'directed'],
  'plot-control-*': ['language', 'age-band', 'language-and-age-band'],
  'export-part-*': ['analyser', 'numbers', 'questionnaire', 'answers'],
  'export-status-*': stringsOf('bot/jobs/export-data.ts', 'statuses'),
  'lab-act-*': ['have', 'where', 'lost', 'damaged', 'sent', 'another'],
  'plot-fairness-shown-*': ['sex', 'age-band', 'language'],
  'plot-fairness-viewers-*': ['sex', 'age-band', 'language'],
  'plot-group-*': ['female', 'male', 'en', 'es', 'ru', 'different', 'several'],
  'plot-score-*': [...phaseOrder, 'directed'],
  'plot-scores-*': distributedScores,
  'plot-variance-*': ['actor', 'partner', 'relationship'],
  'privacy-*': ['granted', 'refused', 'open'],
  'profile-*': ['scale', 'meet', 'reason'],
  'profile-reason-*': ['known', 'other'],
  'reminders-*': snoozes,
  'report-basis-*': ['phase', 'collected', 'weight'],
  'report-collected-*': phaseOrder,
  'report-column-*': ['person', 'total', 'range', 'coverage'],
  'report-evidence-*': ['similarity', 'hla', 'pilot'],
  'report-limits-*': ['look', 'medical', 'group', 'data', 'others'],
  'report-phase-*': phaseOrder,
  'report-trait-*': sins,
  'results-*': stringsOf('engine/report/results-text.ts', 'Verdict'),
  'seal-*': ['calibration', 'questionnaire', 'profiles'],
  'seeks-*': ['female', 'male', 'both'],
  'selfie-not-*': stringsOf('bot/turn/input.ts', 'OtherKind'),
  'selfie-problem-*': [
    ...stringsOf('engine/visual/selfie-problem.ts', 'SelfieProblem'),
    ...stringsOf('bot/dialogs/selfie.ts', 'RefusedFor'),
  ],
  'stage-*': [...steps, 'leftout', 'withdrawn', 'follow-up'],
  'sex-*': ['female', 'male'],
  'start-*': stringsOf('bot/commands/participant.ts', 'known'),
  'stats-*': [
    ...stringsOf('engine/validation/small-cell.ts', 'Withheld').filter((reason) => reason !== 'reason'),
    ...stringsOf('engine/validation/told.ts', 'Missing').filter((reason) => reason !== 'reason'),
  ],
  'status-*': ['done', 'now', 'later'],
  'status-stage-*': stringsOf('bot/commands/participant.ts', 'stagesShown', 'name'),
  'swipe-*': stringsOf('bot/dialogs/calibration.ts', 'strengths'),
  'withdraw-sure-*': allPurposes,
  'withdrawn-*': allPurposes,
};

/** The keys of all families. */
export const keysOfFamilies = (): string[] =>
  Object.entries(keyFamilies).flatMap(([template, values]) =>
    values.map((value) => template.replace('*', value)),
  );
