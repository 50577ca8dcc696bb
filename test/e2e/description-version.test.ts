import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FaceDescription } from '../../engine/ports/phases.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { freshChat } from '../support/participants.ts';
import { stagePerson } from '../support/staged-people.ts';
import { participantOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const versions = (): unknown => study.harmonia().study.declaration['versions'];

/** The description of a selfie that a new participant sends and accepts. */
async function describedSelfie(): Promise<{ description: FaceDescription | undefined; noted: string }> {
  const { person } = await stagedAt(study, 'selfie');
  person.send('/continue');
  await says(person, /Stage 1 of 3/);
  await person.sendFile('photo', await picture());
  await says(person, /use it/i);
  return stored(person);
}

async function stored(person: Person): Promise<{ description: FaceDescription | undefined; noted: string }> {
  const { userId } = (await participantOf(study, person))!;
  return study.harmonia().database.transact(async (uow) => ({
    description: await uow.visual.description(userId),
    noted: (await uow.phases.of(userId)).get('visual')!.instrumentVersion,
  }));
}

describe('the version of the description', () => {
  test('is the newest one while no participant has begun, and is declared, noted and stored', async () => {
    const analyser = 'human-3.3.6+description@2/wasm';
    expect(versions()).toMatchObject({ analyser, visual: expect.stringMatching(/\+description@2$/) });
    const { description, noted } = await describedSelfie();
    expect(description?.analyserVersion).toBe(analyser);
    expect(noted).toMatch(/^drawn-1@.*\+prior@.*\+description@2$/);
  });

  test('stays the older one that a cohort began with until the cohort is scored', async () => {
    const older = await startTestStudy();
    try {
      const { database, study: stages } = older.harmonia();
      const cohort = (await database.transact((uow) => uow.cohorts.latest()))!;
      // As an earlier release noted it, which had one way of describing.
      const visual = stages.versions.visual.replace('+description@2', '');
      const person = { cohortId: cohort.id, chatId: freshChat(), seed: 1, now: older.clock.now() };
      await stagePerson(
        database,
        { ...stages, versions: { ...stages.versions, visual } },
        person,
        'calibration',
      );
      await older.restart();
      const before = study;
      study = older;
      expect(versions()).toMatchObject({ analyser: 'human-3.3.6/wasm', visual });
      const { description, noted } = await describedSelfie();
      study = before;
      expect([description?.analyserVersion, noted]).toEqual(['human-3.3.6/wasm', visual]);

      await older.harmonia().database.transact((uow) => uow.cohorts.update(cohort.id, { status: 'scored' }));
      await older.restart();
      expect(older.harmonia().study.versions.visual).toMatch(/\+description@2$/);
    } finally {
      await older.close();
    }
  });
});
