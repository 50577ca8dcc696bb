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

// The mean pause before an answer grows with the number of participants. About fifty updates a second arrive for any
// number: more than in a pilot, and fewer than the machine could handle.
const pauseMsPerPerson = 20;

/** Invites `count` synthetic participants and starts their walks at the same time. */
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
