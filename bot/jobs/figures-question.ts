import type { Instrument } from '../../engine/personality/instrument.ts';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { FiguresSubject, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import {
  type FiguresInput,
  figuresInput,
  type GatedFigures,
  openInputs,
  plannedExposure,
} from '../../engine/protocol/pilot-figures.ts';
import { type CohortProgress, cohortProgress } from '../../engine/protocol/progress.ts';
import { scoreSpread, type ScoreSpread } from '../../engine/protocol/score-spread.ts';
import { type ReliabilityInput, reliabilityInput } from '../../engine/protocol/study-reliability.ts';
import type { Study } from '../../engine/protocol/study.ts';

/** What one command of figures is computed from: plain data, which another thread can be given. */
export type FiguresQuestion =
  | { subject: 'scores'; spread: ScoreSpread | undefined }
  | { subject: 'exposure'; exposure: Awaited<ReturnType<typeof plannedExposure>> }
  | { subject: 'reliability'; input: ReliabilityInput; instrument: Instrument; seed: string }
  /** `all` are the inputs of all cohorts that may be shown. */
  | { subject: 'validity'; gated: GatedFigures; all: FiguresInput[] }
  | { subject: 'fairness'; gated: GatedFigures }
  | { subject: 'progress'; progress: CohortProgress };

type Read = (uow: UnitOfWork, study: Study, cohort: Cohort) => Promise<FiguresQuestion>;

/** Reads what a command is answered from; what depends on outcomes passes the gate of looks in `figuresInput`. */
export const questionAbout: Readonly<Record<FiguresSubject, Read>> = {
  scores: async (uow, _, cohort) => ({ subject: 'scores', spread: await scoreSpread(uow, cohort) }),
  exposure: async (uow, study, cohort) => ({
    subject: 'exposure',
    exposure: await plannedExposure(uow, study, cohort),
  }),
  reliability: async (uow, { instruments, seed }, { id }) => {
    const [sealed = ''] = await uow.personality.instrumentsOf(id);
    // Answers to a questionnaire that is not at hand any more cannot be keyed; the current one then finds none.
    const { instrument } = instruments.find(sealed) ?? instruments.current();
    const input = await reliabilityInput(uow, { cohortId: id, instrument });
    return { subject: 'reliability', input, instrument, seed };
  },
  validity: async (uow, study, cohort) => ({
    subject: 'validity',
    gated: await figuresInput(uow, study, cohort),
    all: await openInputs(uow, study),
  }),
  fairness: async (uow, study, cohort) => ({
    subject: 'fairness',
    gated: await figuresInput(uow, study, cohort),
  }),
  progress: async (uow, _, cohort) => ({ subject: 'progress', progress: await cohortProgress(uow, cohort) }),
};
