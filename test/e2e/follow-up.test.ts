import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { freezeCohort } from '../../engine/protocol/cohort.ts';
import { answerIntroduction, proposeIntroductions } from '../../engine/protocol/introductions.ts';
import { releaseCohort } from '../../engine/protocol/release.ts';
import { answerProfile, profilesOf, requestReport } from '../../engine/protocol/reveal.ts';
import { scoreCohort } from '../../engine/protocol/score-cohort.ts';
import type { Person } from '../../sandbox/server.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { soon } from '../support/soon.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

interface Actor {
  person: Person;
  participant: Participant;
}
let study: TestStudy;
let admin: UserId;
beforeAll(async () => {
  study = await startTestStudy();
  const { database } = study.harmonia();
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await database.transact((uow) => uow.accounts.create(account))).id;
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
  study.harmonia().database.transact(work);
const dayMs = 86_400_000;

/** People of a cohort that is released; women first. They know the bot, so that it may write to them. */
async function released(names: readonly string[]): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const [index, name] of names.entries()) {
    const isWoman = index < names.length / 2;
    const actor = await stagedAt(study, 'cohort', {
      name,
      sex: isWoman ? 'female' : 'male',
      seeks: isWoman ? 'male' : 'female',
    });
    await type(actor.person, '/continue');
    actors.push(actor);
  }
  const { study: program } = study.harmonia();
  const { cohortId } = actors[0]!.participant;
  await run(async (uow) => {
    const now = study.clock.now();
    await freezeCohort(uow, program.digest, { cohortId, by: admin, study: program, now });
    await scoreCohort({ transact: (work) => work(uow) }, program, { cohortId, now });
    await releaseCohort(uow, { cohortId, now });
  });
  for (const { person } of actors) await says(person, /The results are here/);
  return actors;
}

const documents = ({ person }: Actor) => person.messages().filter(({ file }) => file?.kind === 'document');

/** Answers yes about some profiles and no about the others, and closes the answers. */
async function closeAnswers(viewer: Actor, wanted: readonly Actor[]): Promise<void> {
  const now = study.clock.now();
  const { userId, cohortId } = viewer.participant;
  await run(async (uow) => {
    for (const { assignment } of await profilesOf(uow, viewer.participant)) {
      const { shown } = assignment;
      const wouldMeet = wanted.some(({ participant }) => participant.userId === shown);
      await uow.outcomes.markShown({ cohortId, viewer: userId, shown, at: now });
      await answerProfile(uow, userId, shown, { wtm: 5, wouldMeet, at: now });
    }
    await requestReport(uow, viewer.participant, now);
  });
  await viewer.person.until(() => documents(viewer).length === 1);
}

async function introduce(one: Actor, other: Actor): Promise<void> {
  await run(async (uow) => {
    const now = study.clock.now();
    await proposeIntroductions(uow, one.participant);
    const [a, b] = [one.participant.userId, other.participant.userId];
    await answerIntroduction(uow, { from: a, about: b, yes: true, now });
    await answerIntroduction(uow, { from: b, about: a, yes: true, now });
  });
}

/** Moves the clock and lets the job of follow-ups run to its end, twice: a second run must find nothing to do. */
async function daysLater(days: number): Promise<void> {
  study.clock.advance(days * dayMs);
  for (let round = 0; round < 2; round++) {
    await run((uow) => uow.jobs.enqueue('follow-up', {}));
    for (;;) {
      const [job] = await rowsOf<{ left: string }>(
        study,
        `SELECT count(*) AS left FROM pgboss.job WHERE name IN ('follow-up', 'render-report')
           AND state IN ('created', 'active', 'retry')`,
      );
      if (job!.left === '0') break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** How many messages were sent with such a text; screens that are edited later count too. */
const sent = ({ person: { id } }: Actor, pattern: RegExp): number =>
  [...study.sandbox.calls('sendMessage'), ...study.sandbox.calls('sendPhoto')].filter(
    ({ params: { chat_id, text, caption } }) =>
      Number(chat_id) === id && pattern.test(String(text ?? caption)),
  ).length;
const asked = /Some days ago we introduced you/;
const reminded = /We will not remind you again/;
const followUpsOf = ({ participant }: Actor) =>
  rowsOf<Record<string, unknown>>(
    study,
    `SELECT (SELECT display_name FROM participants WHERE user_id = shown) AS about, met, again, would, alike,
       reminded_at IS NOT NULL AS reminded, answered_at IS NOT NULL AS answered, refused_at IS NOT NULL AS refused
     FROM follow_ups WHERE viewer = $1 ORDER BY asked_at, about`,
    [participant.userId],
  );
const untouched = {
  met: null,
  again: null,
  would: null,
  alike: null,
  reminded: false,
  answered: false,
  refused: false,
};
const consentsOf = ({ participant }: Actor) =>
  rowsOf<{ granted: boolean; text_hash: string }>(
    study,
    `SELECT granted, text_hash FROM consents WHERE user_id = $1 AND purpose = 'follow-up' ORDER BY id`,
    [participant.userId],
  );

describe('ten days after an introduction', () => {
  let ann: Actor, dora: Actor, bob: Actor, carl: Actor;
  beforeAll(async () => {
    [ann, dora, bob, carl] = (await released(['Ann <3', 'Dora', 'Bob', 'Carl'])) as [
      Actor,
      Actor,
      Actor,
      Actor,
    ];
    await closeAnswers(ann, [bob]);
    await closeAnswers(dora, [bob, carl]);
    await closeAnswers(bob, [ann, dora]);
    await closeAnswers(carl, [dora]);
    await introduce(ann, bob);
    await introduce(dora, bob);
    await introduce(dora, carl);
    await daysLater(9.9);
    for (const actor of [ann, bob, carl, dora]) expect(await followUpsOf(actor)).toEqual([]);
    carl.person.block(true);
    const chatId = String(carl.person.id);
    await run((uow) => uow.jobs.enqueue('refresh-chat', { chatId }));
    await soon(async () => {
      const blocked = 'SELECT FROM chats WHERE chat_id = $1 AND unreachable_since IS NOT NULL';
      expect(await rowsOf(study, blocked, [chatId])).toHaveLength(1);
    });
    await daysLater(0.2);
  });

  test('each of the two is asked once, first for consent, and nothing is stored before it', async () => {
    for (const actor of [ann, bob, dora]) {
      const { text } = await says(actor.person, /After an introduction[\s\S]*neither of you ever learns/);
      expect(text).toMatch(asked);
      expect(sent(actor, asked)).toBe(1);
      expect(await consentsOf(actor)).toEqual([]);
    }
    expect(await followUpsOf(ann)).toEqual([{ about: 'Bob', ...untouched }]);
    expect((await followUpsOf(dora)).map(({ about }) => about)).toEqual(['Bob', 'Carl']);
  });

  test('/status and /continue lead to it', async () => {
    await type(ann.person, '/status');
    await says(ann.person, /✓ Profiles[\s\S]*▸ Report – now[\s\S]*Now: a question about an introduction/);
    await type(ann.person, '/continue');
    await says(ann.person, /After an introduction/);
  });

  test('the four questions show the other’s photo, name and age, and answers change until they are finished', async () => {
    const { person } = ann;
    await choose(person, 'yes');
    const first = await says(person, /Bob, \d\d[\s\S]*met or talked[\s\S]*1\/4/);
    expect(first).toMatchObject({ protected: true, file: { kind: 'photo' } });
    await type(person, 'Yes');
    await says(person, /meet this person again[\s\S]*2\/4/);
    await type(person, '8');
    await says(person, /number from 1 to 7/);
    await type(person, '6');
    await says(person, /really meet again[\s\S]*3\/4/);
    await choose(person, 'back');
    await says(person, /2\/4/);
    expect(
      person
        .lastFromBot()!
        .buttons!.flat()
        .map(({ text }) => text),
    ).toContain('✓ 6');
    await choose(person, '5');
    await choose(person, 'yes');
    await says(person, /How alike[\s\S]*4\/4/);
    const data = buttonsOf(person).find((button) => button.endsWith(':3'))!;
    person.tap(data, { times: 2 });
    await says(person, /That is all we ask/);
    expect(await followUpsOf(ann)).toEqual([
      { about: 'Bob', ...untouched, met: true, again: 5, would: true, alike: 3 },
    ]);
    const toBob = sent(bob, /./);
    await choose(person, 'seal');
    expect(sent(bob, /./)).toBe(toBob);
    await says(person, /Bob does not learn what you answered[\s\S]*That was the study/);
    expect(await followUpsOf(ann)).toMatchObject([{ again: 5, answered: true }]);
    const consents = await consentsOf(ann);
    expect(consents).toEqual([
      { granted: true, text_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    ]);
  });

  test('a question about a meeting that did not take place is the only one', async () => {
    const { person } = bob;
    await choose(person, 'yes');
    await says(person, /Ann &lt;3, \d\d|Ann <3, \d\d/);
    await choose(person, 'no');
    await says(person, /That is all we ask/);
    await choose(person, 'back');
    await choose(person, 'yes');
    await choose(person, '7');
    await choose(person, 'back');
    await choose(person, 'back');
    await choose(person, 'no');
    await choose(person, 'seal');
    // The next introduction follows at once.
    await says(person, /Ann <3 does not learn[\s\S]*Dora, \d\d|Dora, \d\d/);
    expect((await followUpsOf(bob))[0]).toEqual({
      about: 'Ann <3',
      ...untouched,
      met: false,
      answered: true,
    });
  });

  test('a refusal of one erases its answers, and the next one is asked', async () => {
    const { person } = dora;
    await choose(person, 'yes');
    await says(person, /Bob, \d\d/);
    await choose(person, 'yes');
    await choose(person, '2');
    await choose(person, 'stop');
    await says(person, /will not ask you about Bob again[\s\S]*Carl, \d\d|Carl, \d\d/);
    expect((await followUpsOf(dora))[0]).toEqual({ about: 'Bob', ...untouched, refused: true });
  });

  test('a participant who has blocked the bot is asked after unblocking it', async () => {
    expect(await followUpsOf(carl)).toEqual([]);
    carl.person.block(false);
    await type(carl.person, '/continue');
    await daysLater(0);
    await says(carl.person, /After an introduction/);
    expect(sent(carl, asked)).toBe(1);
  });

  test('refused consent is for ever: no reminder, no further question', async () => {
    await choose(carl.person, 'no');
    await says(carl.person, /will not ask you about introductions[\s\S]*That was the study/);
    expect(await followUpsOf(carl)).toEqual([{ about: 'Dora', ...untouched, refused: true }]);
    expect(await consentsOf(carl)).toMatchObject([{ granted: false }]);
  });

  test('one reminder goes out four days later, to those who have not finished', async () => {
    await daysLater(4);
    await bob.person.until(() => sent(bob, reminded) === 1);
    await dora.person.until(() => sent(dora, reminded) === 1);
    await daysLater(5);
    for (const [actor, count] of [
      [ann, 0],
      [bob, 1],
      [carl, 0],
      [dora, 1],
    ] as const) {
      expect(sent(actor, reminded)).toBe(count);
      expect(sent(actor, asked)).toBe(1);
    }
  });

  test('/export holds the person’s own answers and no answer of the other', async () => {
    const data = await run((uow) => uow.personalData.export(ann.participant.userId));
    expect(data['follow_ups']).toEqual([
      expect.objectContaining({ met: true, again: 5, would: true, alike: 3 }),
    ]);
    expect(JSON.stringify(data)).not.toContain('"met":false');
  });

  test('/withdraw erases the answers and ends the questions, not the participation', async () => {
    const { person, participant } = dora;
    await type(person, '/continue');
    await says(person, /Carl, \d\d/);
    await choose(person, 'yes');
    await type(person, '/withdraw');
    person.tap(buttonsOf(person).find((data) => data === 'withdraw:follow-up:ask')!);
    await says(person, /erases what you told us about introductions/);
    await choose(person, 'yes');
    await says(person, /answers about introductions are erased/);
    expect(await followUpsOf(dora)).toEqual([]);
    await type(person, '/continue');
    await says(person, /That was the study/);
    await daysLater(1);
    expect(sent(dora, asked)).toBe(1);
    const status = await run((uow) => uow.participants.byUser(participant.userId));
    expect(status?.status).toBe('active');
    await type(person, '/privacy');
    await says(person, /✗ After an introduction: not agreed/);
    // What others told about this participant is theirs.
    expect(await followUpsOf(bob)).toHaveLength(2);
  });

  test('a participant who leaves is asked about no more, also by an open question', async () => {
    const { person } = bob;
    await type(person, '/continue');
    await says(person, /Dora, \d\d/);
    await run((uow) => uow.participants.update(dora.participant.userId, { status: 'withdrawn' }));
    await choose(person, 'yes');
    await says(person, /That was the study/);
    expect((await followUpsOf(bob))[1]).toMatchObject({ about: 'Dora', met: null });
  });

  test('the audit log holds each step and no answer', async () => {
    const trail = await run((uow) => uow.audit.of(ann.participant.userId));
    const steps = trail.filter(({ action }) => action.startsWith('follow-up'));
    expect(steps.map(({ actor, action }) => [actor === 'system', action])).toEqual([
      [true, 'follow-up-asked'],
      [false, 'follow-up-sealed'],
    ]);
    expect(steps.map(({ details }) => details)).toEqual([{}, {}]);
  });
});

describe('invariant 6b: with FOLLOW_UP_BLIND=on', () => {
  let eve: Actor, hana: Actor, frank: Actor, gus: Actor;
  const lastReport = async (actor: Actor): Promise<string> => {
    const before = documents(actor).length;
    await type(actor.person, '/report');
    await actor.person.until(() => documents(actor).length > before);
    const pages = await pagesOf(study.sandbox.file(documents(actor).at(-1)!.file!.id));
    return pages.join(' ');
  };
  beforeAll(async () => {
    await study.restart({ FOLLOW_UP_BLIND: 'on' });
    await run((uow) => uow.cohorts.create({ name: 'Blind', createdAt: study.clock.now() }));
    [eve, hana, frank, gus] = (await released(['Eve', 'Hana', 'Frank', 'Gus'])) as [
      Actor,
      Actor,
      Actor,
      Actor,
    ];
    await closeAnswers(hana, []);
    await closeAnswers(frank, [eve]);
    await closeAnswers(eve, [frank, gus]);
    await closeAnswers(gus, [hana]);
    await introduce(eve, frank);
  });

  test('it is declared at the freeze; without it the declaration has no such key', async () => {
    const declared = await rowsOf<{ followup: unknown }>(
      study,
      `SELECT preregistration #> '{declaration,followUp}' AS followup FROM cohorts ORDER BY created_at`,
    );
    expect(declared).toEqual([
      { followup: null },
      { followup: { blind: true, afterDays: 10, openDays: 21 } },
    ]);
  });

  test('chat and PDF leave out whom the reader would meet, whatever the other answered', async () => {
    expect(sent(eve, /Your match report[\s\S]*2 predictions are not shown yet/)).toBe(1);
    expect(sent(eve, /1\. (Frank|Gus)/)).toBe(0);
    expect(sent(hana, /Your match report[\s\S]*Frank, \d\d: /)).toBe(1);
    const text = await lastReport(gus);
    expect(text).toContain('One prediction is not shown yet');
    expect(text).toContain('Eve');
    expect(text).not.toContain('Hana');
  });

  test('a sealed follow-up makes the report anew and offers it', async () => {
    await daysLater(10.1);
    const { person } = eve;
    await choose(person, 'yes');
    await says(person, /Frank, \d\d/);
    await choose(person, 'no');
    const [before] = await rowsOf<{ path: string }>(study, 'SELECT path FROM reports WHERE user_id = $1', [
      eve.participant.userId,
    ]);
    await choose(person, 'seal');
    await says(person, /shows more predictions now[\s\S]*That was the study/);
    const text = await lastReport(eve);
    expect(text).toContain('Frank');
    expect(text).toContain('One prediction is not shown yet');
    expect(text).not.toContain('Gus');
    const stored = await rowsOf(study, 'SELECT blind FROM follow_ups WHERE viewer = $1', [
      eve.participant.userId,
    ]);
    expect(stored).toEqual([{ blind: true }]);
    const { path } = (await run((uow) => uow.reports.of(eve.participant.userId)))!;
    expect(path).not.toBe(before!.path);
    // Frank has not answered: nothing changed for him.
    expect(await lastReport(frank)).not.toContain('Eve');
  });

  test('21 days without an introduction end the wait, and so does the end of the follow-up', async () => {
    await daysLater(11);
    for (const actor of [eve, gus]) await says(actor.person, /shows more predictions now/);
    expect(await lastReport(eve)).toContain('Gus');
    expect(await lastReport(gus)).toContain('Hana');
    expect(await lastReport(frank)).not.toContain('Eve');
    await daysLater(10);
    await says(frank.person, /shows more predictions now[\s\S]*That was the study/);
    expect(await lastReport(frank)).toContain('Eve');
  });
});
