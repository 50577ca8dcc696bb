import { HarmoniaError } from '../../foundation/errors.ts';
import { isSealed, type JourneyFacts, phaseOrder } from './journey.ts';

/**
 * Nothing of other people, and nothing that was computed, before all three phases are sealed and the frozen cohort is
 * released (invariant 3).
 * @throws HarmoniaError `not-yet-visible`
 */
export function requireReleased(facts: JourneyFacts): void {
  if (!phaseOrder.every((phase) => isSealed(facts.phases, phase))) {
    throw new HarmoniaError('not-yet-visible', 'a phase is still open');
  }
  if (facts.cohort.status !== 'released' || !facts.included) {
    throw new HarmoniaError('not-yet-visible', 'the cohort is not released');
  }
}

/**
 * No score before the outcome is collected and closed (invariant 6).
 * @throws HarmoniaError `not-yet-visible`
 */
export function requireOutcomesCollected(facts: JourneyFacts): void {
  requireReleased(facts);
  if (!facts.report) throw new HarmoniaError('not-yet-visible', 'willingness to meet is not answered yet');
}
