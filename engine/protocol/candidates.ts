import type { Candidate } from '../compatibility/eligibility.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** What decides who may be shown to whom, in the order of user ids. The people have answered the step "about you". */
export async function candidatesOf(uow: UnitOfWork, people: readonly Participant[]): Promise<Candidate[]> {
  const blocks = await uow.outcomes.blocks(people.map(({ userId }) => userId));
  const candidates: Candidate[] = [];
  for (const person of people.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
    const consents = await uow.consents.current(person.userId);
    candidates.push({
      id: person.userId,
      cohortId: person.cohortId,
      sex: person.sex!,
      seeks: person.seeks!,
      birthYear: person.birthYear!,
      seeksAgeMin: person.seeksAgeMin!,
      seeksAgeMax: person.seeksAgeMax!,
      adultConfirmed: person.adultConfirmedAt !== null,
      consents: new Set([...consents].flatMap(([purpose, { granted }]) => (granted ? [purpose] : []))),
      blocked: new Set(
        blocks.flatMap(({ blocker, blocked }) => (blocker === person.userId ? [blocked] : [])),
      ),
    });
  }
  return candidates;
}
