import { HarmoniaError } from '../../foundation/errors.ts';
import { isSealed, type JourneyFacts, phaseOrder } from './journey.ts';

/**
 * Requires that all three phases are sealed and the frozen cohort is released: before that a participant sees no data
 * of others and no computed result (invariant 3).
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
 * Requires that the outcome is collected and closed: before that a participant sees no score (invariant 6).
 * @throws HarmoniaError `not-yet-visible`
 */
export function requireOutcomesCollected(facts: JourneyFacts): void {
  requireReleased(facts);
  if (!facts.report) throw new HarmoniaError('not-yet-visible', 'willingness to meet is not answered yet');
}
