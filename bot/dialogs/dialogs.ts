import type { Study } from '../../engine/protocol/study.ts';
import { aboutDialog } from './about.ts';
import { accountDialog } from './account.ts';
import { adultDialog } from './adult.ts';
import { calibrationDialog } from './calibration.ts';
import { consentDialog } from './consent.ts';
import type { Dialog, DialogName } from './dialog.ts';
import { followUpDialog } from './follow-up.ts';
import { labDialog } from './lab.ts';
import { languageDialog } from './language.ts';
import { leftOutDialog } from './left-out.ts';
import { loginDialog } from './login.ts';
import { profileDialog } from './profile.ts';
import { profilesDialog } from './profiles.ts';
import { questionnaireDialog } from './questionnaire.ts';
import { reportDialog } from './report.ts';
import { selfieDialog } from './selfie.ts';
import { cohortDialog } from './waiting.ts';

/** Every dialog by name. */
export const createDialogs = (study: Study): Readonly<Record<DialogName, Dialog>> => ({
  language: languageDialog,
  adult: adultDialog,
  consent: consentDialog,
  account: accountDialog(study),
  about: aboutDialog,
  selfie: selfieDialog(study),
  calibration: calibrationDialog(study),
  questionnaire: questionnaireDialog(study),
  lab: labDialog(study),
  cohort: cohortDialog,
  profiles: profilesDialog,
  report: reportDialog,
  leftout: leftOutDialog(study),
  followup: followUpDialog(study),
  login: loginDialog(study),
  profile: profileDialog,
});
