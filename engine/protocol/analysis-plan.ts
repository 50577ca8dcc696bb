import { HarmoniaError } from '../../foundation/errors.ts';
import { lookBoundaries } from '../validation/looks.ts';
import { lateDays } from './cohort-end.ts';

/** The figure of sensitivity about what is distinctive in the questionnaire. Cohorts of earlier versions did not register it. */
export const distinctiveSensitivity =
  'AUC of distinctive similarity: correlation of the traits of two people less the mean profile of the cohort';

const alpha = 0.05;
const mostLooks = 3;
/** With fewer expected answers the follow-up is not tested. */
const confirmatoryFrom = 100;

/** How a cohort will be analysed, as a freeze registers it. Scoring under another plan is refused (invariant 7). */
export interface AnalysisPlan {
  alpha: number;
  looks: {
    /** Shares of the viewers who have closed their answers, rising to 1. */
    shares: number[];
    /** Quantiles of the normal distribution, one a look. */
    boundaries: number[];
    spending: string;
    interval: string;
  };
  counting: { counted: string; excluded: string };
  closing: { daysAfterRelease: number; lateDays: number; rule: string };
  beforeMeeting: {
    outcome: string;
    primary: RegisteredMetric;
    negativeControls: RegisteredMetric[];
    increments: string[];
  };
  followUp: {
    outcome: string;
    primary: RegisteredMetric;
    confirmatoryFrom: number;
    otherwise: string;
    rangeRestriction: string;
  };
  sensitivity: string[];
}

/** A figure that is registered: the statistic and the score that it judges. */
export interface RegisteredMetric {
  metric: 'auc';
  score: 'visual' | 'personality' | 'biological' | 'fused';
  interval: string;
}

const interval =
  'dyadic-robust over people in any role, factor 1/(1 - K/n^2), t quantile with the df of the rows';
const auc = (score: RegisteredMetric['score']): RegisteredMetric => ({ metric: 'auc', score, interval });

/**
 * The analysis plan of a study.
 * @throws HarmoniaError `config-invalid` for shares that are not one to three, rising to 1.
 */
export function analysisPlan(choices: { looks: readonly number[]; closeAfterDays: number }): AnalysisPlan {
  const { looks: shares } = choices;
  if (shares.length > mostLooks || shares.at(-1) !== 1)
    throw new HarmoniaError('config-invalid', `LOOKS: expected one to ${mostLooks} shares that rise to 1`);
  return {
    alpha,
    looks: {
      shares: [...shares],
      boundaries: boundariesOf(shares),
      spending: 'Lan-DeMets spending of O’Brien-Fleming type, 2 - 2 Phi(z(.0125) / sqrt(t)) a side',
      interval: 'repeated: the boundary is mapped to the t quantile with the df of the rows of that look',
    },
    counting: {
      counted:
        'the viewer closed the answers before the close; viewer and person shown consent to research use',
      excluded: '"do not introduce us" is no outcome: counted, and left out',
    },
    closing: {
      daysAfterRelease: choices.closeAfterDays,
      lateDays,
      rule: 'at the close every profile whose viewer has not closed the answers is missing; later answers serve the own report only',
    },
    beforeMeeting: {
      outcome: 'would meet, asked about a photograph, a first name and an age',
      primary: auc('visual'),
      negativeControls: [auc('personality'), auc('biological')],
      increments: ['consensus', 'personal taste', 'personality', 'biology'],
    },
    followUp: {
      outcome: 'would meet again, asked of introduced people',
      primary: auc('fused'),
      confirmatoryFrom,
      otherwise: 'exploratory: intervals, no test',
      rangeRestriction:
        'only pairs in which both said yes are introduced, so that scores and answers vary less',
    },
    sensitivity: [
      'within-viewer AUC',
      'double-centred correlation',
      'Spearman with willingness to meet',
      distinctiveSensitivity,
    ],
  };
}

/**
 * The plan of a program as a cohort registered it: figures of sensitivity that came later are left out, since they decide
 * nothing. A figure that the program lost stays a difference.
 */
export const planAsRegistered = (
  plan: AnalysisPlan,
  registered: Pick<AnalysisPlan, 'sensitivity'>,
): AnalysisPlan => ({
  ...plan,
  sensitivity: plan.sensitivity.filter((figure) => registered.sensitivity.includes(figure)),
});

/** Four decimals: a boundary is integrated numerically, and the last digits may differ between machines. */
function boundariesOf(shares: readonly number[]): number[] {
  try {
    return lookBoundaries(shares, alpha).map((boundary) => Math.round(boundary * 1e4) / 1e4);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new HarmoniaError('config-invalid', 'LOOKS: expected shares that rise to 1', { cause });
  }
}
