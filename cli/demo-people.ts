import type { Harmonia } from '../harmonia.ts';
import { issueInvite } from '../engine/protocol/invitations.ts';
import type { Person, Sandbox } from '../sandbox/server.ts';
import type { Mind } from '../sandbox/synthetic/mind.ts';
import { startWalk, type Walk } from '../sandbox/synthetic/walk.ts';

export interface Participant {
  person: Person;
  mind: Mind;
  walk: Walk;
}

// People think before they answer. In proportion to their number, so that about fifty updates arrive each second: far
// more than a pilot of this size ever sees, and not simply as many as the machine can take.
const pauseMsPerPerson = 20;

/** Invites that many people and lets them start all at once. */
export async function enrol(
  { database, study, clock }: Harmonia,
  sandbox: Sandbox,
  count: number,
  mindOf: (index: number) => Mind,
): Promise<Participant[]> {
  const people: Participant[] = [];
  for (let index = 0; index < count; index++) {
    const inviteCode = await database.transact((uow) =>
      issueInvite(uow, { by: null, now: clock.now(), ttlDays: study.inviteDays }),
    );
    const mind = mindOf(index);
    const person = sandbox.person({
      firstName: mind.firstName,
      languageCode: mind.locale,
      role: 'synthetic',
    });
    const walk = startWalk(person, mind, {
      inviteCode,
      file: (id) => sandbox.file(id),
      patienceMs: 20_000,
      pauseMs: pauseMsPerPerson * count,
    });
    people.push({ person, mind, walk });
  }
  return people;
}
