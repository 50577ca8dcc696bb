import type { Candidate } from '../compatibility/eligibility.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** What decides who may be shown to whom, in the order of user ids. The people have answered the step "about you". */
export async function candidatesOf(uow: UnitOfWork, people: readonly Participant[]): Promise<Candidate[]> {
  const blocks = await uow.outcomes.blocks(people.map(({ userId }) => userId));
  const blockedBy = Map.groupBy(blocks, ({ blocker }) => blocker);
  const purposes = await uow.scoring.purposes(people.map(({ userId }) => userId));
  return people
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
    .map((person): Candidate => ({
      id: person.userId,
      cohortId: person.cohortId,
      sex: person.sex!,
      seeks: person.seeks!,
      birthYear: person.birthYear!,
      seeksAgeMin: person.seeksAgeMin!,
      seeksAgeMax: person.seeksAgeMax!,
      adultConfirmed: person.adultConfirmedAt !== null,
      consents: purposes.get(person.userId)!,
      blocked: new Set(blockedBy.get(person.userId)?.map(({ blocked }) => blocked)),
    }));
}
