import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobEndings } from '../../bot/jobs/job-endings.ts';
import { DEAD_LETTER, jobQueues } from '../../db/job-queues.ts';
import type { JobName, Jobs } from '../../engine/ports/unit-of-work.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
let admin: Person;
let researcher: Person;
let participant: Person;
beforeAll(async () => {
  study = await startTestStudy({ STUDY_CONTACT: 'help@example.org' });
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
  ({ person: participant } = await stagedAt(study, 'questionnaire'));
  await type(participant, '/continue');
});

/** A job whose process was killed in the last try: the queue ends it when its heartbeat is ten seconds old. */
async function killedInLastTry<Name extends JobName>(name: Name, data: Jobs[Name]): Promise<void> {
  await study
    .harmonia()
    .database.transact((uow) => uow.jobs.enqueue(name, data, { startAfterSeconds: 3600 }));
  await rowsOf(
    study,
    `UPDATE pgboss.job SET state = 'active', retry_count = retry_limit, started_on = now(),
       heartbeat_on = now() - interval '8 seconds'
     WHERE name = $1 AND state = 'created' AND start_after > now() + interval '30 minutes'`,
    [name],
  );
}
const textsOf = (person: Person): string[] =>
  person.messages().flatMap(({ from, text }) => (from === 'bot' && text !== undefined ? [text] : []));
const timesSaid = (person: Person, pattern: RegExp): number =>
  textsOf(person).filter((text) => pattern.test(text)).length;

test('every job has an end for the person who waits for it, or a reason why no person does', () => {
  const names = jobQueues.map(({ name }) => name).filter((name) => name !== DEAD_LETTER);
  expect(Object.keys(jobEndings).toSorted()).toEqual(names.toSorted());
  for (const name of names) {
    const ending = jobEndings[name];
    expect(typeof ending === 'function' || ending.unawaited.length > 10).toBe(true);
  }
});

test('what was promised is taken back with a sentence, also when the program was restarted in between', async () => {
  const [{ id: cohortId }] = (await rowsOf<{ id: string }>(study, 'SELECT id FROM cohorts')) as [
    { id: string },
  ];
  const { userId } = (await participantOf(study, participant))!;
  const [chatId, replyTo, by] = [String(researcher.id), String(admin.id), userId];
  const figures = /figures you asked for could not be made/;
  const cases: { [Name in JobName]?: [data: Jobs[Name], who: Person, sentence: RegExp] } = {
    'freeze-cohort': [{ cohortId, by, replyTo }, admin, /^Pilot: \/freeze failed/],
    'score-cohort': [{ cohortId, replyTo }, admin, /^Pilot: \/score failed/],
    'release-cohort': [{ cohortId, replyTo }, admin, /^Pilot: \/release failed/],
    'close-cohort': [{ cohortId, by, replyTo }, admin, /^Pilot: \/close failed/],
    'render-report': [{ userId, cohortId }, participant, /report could not be made/],
    'plot-figures': [{ chatId, locale: 'en', cohortId }, researcher, figures],
    'cohort-report': [{ chatId, locale: 'en', cohortId }, researcher, figures],
    'plot-progress': [{ chatId, locale: 'en', cohortId }, researcher, figures],
    'export-data': [{ userId }, participant, /data could not be put together[\s\S]*\/export/],
    'export-study': [{ cohortId, by, replyTo: chatId }, researcher, /data set could not be made/],
    'refresh-chat': [
      { chatId: String(participant.id), sentence: 'lab-arrived' },
      participant,
      /could not show you the next step/,
    ],
    introduce: [
      { chatId: String(participant.id), otherChatId: '1' },
      participant,
      /could not send you the way to each other/,
    ],
    remind: [{ cohortId, replyTo }, admin, /^Pilot: Not everybody could be reminded/],
    'invite-batch': [
      { cohortId, count: 20, by, replyTo, batch: 'b' },
      admin,
      /^Pilot: The invites could not be made/,
    ],
  };
  const awaited = Object.keys(cases) as JobName[];
  for (const name of awaited) await killedInLastTry(name, cases[name]![0]);
  await killedInLastTry('delete-file', { path: 'uploads/kept.jpg' });
  await study.restart();
  await soon(() => {
    for (const name of awaited) {
      const [, who, sentence] = cases[name]!;
      if (timesSaid(who, sentence) === 0) throw new Error(`${name}: nothing was said`);
    }
  }, 20_000);
  expect(timesSaid(researcher, figures)).toBe(3);
  expect(timesSaid(participant, /The lab has answered/)).toBe(1);
  expect(study.logged().match(/"event":"job\.dead"/g)!.length).toBeGreaterThanOrEqual(awaited.length);
  // A job that is ended a second time writes nothing more.
  const said = [admin, researcher, participant].map((person) => textsOf(person).length);
  await rowsOf(
    study,
    `UPDATE pgboss.job SET state = 'retry', completed_on = NULL, start_after = now() WHERE name = 'dead-letter'`,
  );
  await soon(async () => {
    const left = `SELECT FROM pgboss.job WHERE name = 'dead-letter' AND state <> 'completed'`;
    expect(await rowsOf(study, left)).toEqual([]);
  });
  expect([admin, researcher, participant].map((person) => textsOf(person).length)).toEqual(said);
  const [again] = await rowsOf<{ due: boolean }>(
    study,
    `SELECT start_after > now() + interval '50 minutes' AS due FROM pgboss.job
     WHERE name = 'delete-file' AND state = 'created' AND data ->> 'path' = 'uploads/kept.jpg'`,
  );
  expect(again).toEqual({ due: true });
}, 60_000);

describe('a selfie', () => {
  test('whose file cannot be fetched is asked for again, after the last try', async () => {
    await rowsOf(study, `UPDATE pgboss.queue SET retry_limit = 0 WHERE name = 'analyse-selfie'`);
    const { person } = await stagedAt(study, 'selfie');
    await type(person, '/continue');
    study.sandbox.fault({ kind: '500', method: 'getFile', times: 50 });
    await person.sendFile('photo', await picture(400, 1));
    await says(person, /could not read that photo[\s\S]*send another photo/, 20_000);
    study.sandbox.clearFaults();
    await person.sendFile('photo', await picture(400, 2));
    await says(person, /Shall we use it/);
  }, 40_000);
});
