import { createRandom, type Random } from '../../foundation/random.ts';
import type { Sin } from '../ports/phases.ts';
import type { Instrument, ItemId } from './instrument.ts';
import { sins } from './sins.ts';

/**
 * The order of questions for one participant: every trait comes once in each round of seven, never twice in a row, and
 * the attention checks stand at about one third and two thirds. The same seed gives the same order
 * (protocol invariant 8).
 */
export function questionOrder(instrument: Instrument, seed: string): ItemId[] {
  const random = createRandom(`${instrument.version}:${seed}`);
  const queues = new Map(
    sins.map((sin) => [sin, random.shuffle(instrument.items.filter((item) => item.sin === sin))]),
  );
  const rounds = Math.max(...[...queues.values()].map((queue) => queue.length));
  const order: ItemId[] = [];
  let previous: Sin | undefined;
  for (let round = 0; round < rounds; round++) {
    const sequence = roundOfSins(random, previous);
    for (const sin of sequence) order.push(queues.get(sin)![round]!.id);
    previous = sequence.at(-1);
  }
  // The last check is inserted first, so that an insertion does not shift the place of another.
  const checks = instrument.attentionChecks;
  for (let index = checks.length - 1; index >= 0; index--) {
    order.splice(Math.round(((index + 1) * order.length) / (checks.length + 1)), 0, checks[index]!.id);
  }
  return order;
}

// Redrawing the whole round keeps all allowed orders equally likely; six draws of seven succeed.
function roundOfSins(random: Random, previous: Sin | undefined): Sin[] {
  for (;;) {
    const sequence = random.shuffle(sins);
    if (sequence[0] !== previous) return sequence;
  }
}
