import { issueInvite } from '../../engine/protocol/invitations.ts';
import type { Person, Sandbox } from '../../sandbox/server.ts';
import type { Persona } from '../personas/persona.ts';
import type { PlayedStudy } from '../played-study.ts';
import { startWalk, type Walk } from '../personas/walk.ts';

export interface Participant {
  person: Person;
  persona: Persona;
  walk: Walk;
}

// People think before they answer. In proportion to their number, so that about fifty updates arrive each second: far
// more than a pilot of this size ever sees, and not simply as many as the machine can take.
const pauseMsPerPerson = 20;

/** Invites that many people and lets them start all at once. */
export async function enrol(
  { database, study, clock }: PlayedStudy,
  sandbox: Sandbox,
  count: number,
  personaOf: (index: number) => Persona,
): Promise<Participant[]> {
  const people: Participant[] = [];
  for (let index = 0; index < count; index++) {
    const inviteCode = await database.transact((uow) =>
      issueInvite(uow, { by: null, now: clock.now(), ttlDays: study.inviteDays }),
    );
    const persona = personaOf(index);
    const person = sandbox.person({
      firstName: persona.firstName,
      languageCode: persona.locale,
      role: 'synthetic',
    });
    const walk = startWalk(person, persona, {
      inviteCode,
      file: (id) => sandbox.file(id),
      timeoutMs: 20_000,
      pauseMs: pauseMsPerPerson * count,
    });
    people.push({ person, persona, walk });
  }
  return people;
}
