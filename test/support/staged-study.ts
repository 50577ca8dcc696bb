import type { ChatId, Participant } from '../../engine/ports/participants.ts';
import { createFolderStorage } from '../../app/file-storage.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from './faces.ts';
import { stagePerson, type StagedPerson, type StagedStep } from './staged-people.ts';
import type { TestStudy } from './study.ts';

let seeds = 100;

/** A person of the sandbox who is put at a step of the newest open cohort through the stores; the next /continue asks what is due. */
export async function stagedAt(
  study: TestStudy,
  step: StagedStep,
  profile: Partial<StagedPerson> & { username?: string } = {},
): Promise<{ person: Person; participant: Participant }> {
  const { database, study: stages, config } = study.harmonia();
  const { username } = profile;
  const person =
    username === undefined ? study.person() : study.sandbox.person({ firstName: 'Somebody', username });
  const seed = profile.seed ?? ++seeds;
  const cohort = await database.transact(
    async (uow) =>
      (await uow.cohorts.current()) ?? uow.cohorts.create({ name: 'Next', createdAt: study.clock.now() }),
  );
  const photoPath = `uploads/staged-${seed}.jpg`;
  await createFolderStorage(config.dataDir).write(photoPath, await picture(400, seed));
  const chatId = String(person.id) as ChatId;
  const details = { now: study.clock.now(), ...profile, cohortId: cohort.id, chatId, seed, photoPath };
  const participant = await stagePerson(database, stages, details, step);
  return { person, participant };
}

/** The participant of a sandbox person as stored now. */
export const participantOf = async (study: TestStudy, person: Person): Promise<Participant | undefined> =>
  study.harmonia().database.transact((uow) => uow.participants.byChat(String(person.id) as ChatId));

/** Rows of the study's own database. */
export const rowsOf = <Row extends object>(
  study: TestStudy,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> => study.harmonia().database.withScope(({ query }) => query<Row>(sql, values));
