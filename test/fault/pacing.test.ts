// 200 people at Telegram's pace take seconds, so this is not in the unit suite.
import { beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../sandbox/server.ts';
import { soon } from '../support/soon.ts';
import { stagedAt } from '../support/staged-study.ts';
import { buttonsOf, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({}, { telegramPace: true });
}, 30_000);

/** The times of the messages that Telegram's side received, in milliseconds. */
const sentTo = (chatId?: number): number[] =>
  study.sandbox
    .calls()
    .filter(({ method }) => method.startsWith('send') && method !== 'sendChatAction')
    .filter(({ params }) => chatId === undefined || params['chat_id'] === chatId)
    .map(({ at }) => at.getTime())
    .toSorted((a, b) => a - b);
/** The largest number of messages in any window of this length. */
const mostWithin = (times: number[], ms: number): number =>
  Math.max(...times.map((from, index) => times.slice(index).filter((at) => at - from < ms).length));

test('200 people released at once get one message a second each and 30 a second in all, and a tap is answered before them', async () => {
  const { person: waiting } = await stagedAt(study, 'questionnaire');
  await type(waiting, '/continue');
  await says(waiting, /1\/44/);
  const people: Person[] = Array.from({ length: 200 }, () => study.person());
  for (const person of people) person.send('/help');
  await soon(() => expect(people.filter((person) => person.lastFromBot())).toHaveLength(200), 60_000);
  const { database } = study.harmonia();
  const started = Date.now();
  await database.transact(async (uow) => {
    for (const { id } of people)
      for (const text of ['one', 'two'])
        await uow.chats.queueCall(
          String(id) as never,
          JSON.stringify({ kind: 'message', text, buttons: [] }),
        );
    for (const { id } of people) await uow.jobs.enqueue('refresh-chat', { chatId: String(id) });
  });
  await soon(() => expect(people.some((person) => person.lastFromBot()!.text === 'one')).toBe(true));
  // In the middle of it a participant taps, and asks for a message.
  const tapped = Date.now();
  waiting.tap(buttonsOf(waiting).find((data) => data.endsWith(':4'))!);
  await says(waiting, /2\/44/);
  waiting.send('/status');
  await says(waiting, /Where you are/);
  expect(Date.now() - tapped).toBeLessThan(5000);
  await soon(
    () => expect(people.filter((person) => person.lastFromBot()!.text === 'two')).toHaveLength(200),
    60_000,
  );
  expect(Date.now() - started).toBeGreaterThan(11_000);
  expect(mostWithin(sentTo(), 1000)).toBeLessThanOrEqual(30);
  for (const { id } of people) expect(mostWithin(sentTo(id), 3000)).toBeLessThanOrEqual(3);
}, 180_000);

test('one chat gets at most three messages in three seconds, in their order', async () => {
  const person = study.person();
  for (let n = 0; n < 7; n++) person.send('/help');
  await soon(() => expect(sentTo(person.id)).toHaveLength(7), 20_000);
  expect(mostWithin(sentTo(person.id), 3000)).toBeLessThanOrEqual(3);
}, 60_000);

test('one person who sends 130 messages at once hides no other', async () => {
  const [busy, other] = [study.person(), study.person()];
  for (let n = 0; n < 130; n++) busy.send('/help');
  const asked = Date.now();
  other.send('/help');
  await soon(() => expect(other.lastFromBot()).toBeDefined(), 15_000);
  expect(Date.now() - asked).toBeLessThan(10_000);
  expect(sentTo(busy.id).length).toBeLessThan(30);
}, 60_000);

test('one chat whose screen changes many times gets twenty changes in ten seconds, and taps of others do not wait', async () => {
  const atQuestions = async (): Promise<Person> => {
    const { person } = await stagedAt(study, 'questionnaire');
    await type(person, '/continue');
    await says(person, /1\/44/);
    return person;
  };
  const [quick, other] = [await atQuestions(), await atQuestions()];
  const changes = (): number[] =>
    study.sandbox
      .calls()
      .filter(({ method, params }) => /^(edit|delete)Message/.test(method) && params['chat_id'] === quick.id)
      .map(({ at }) => at.getTime());
  const answer = async (person: Person, question: number): Promise<void> => {
    person.tap(buttonsOf(person).find((data) => data.endsWith(':4'))!);
    await says(person, new RegExp(`\\b${question + 1}/44`), 20_000);
  };
  const walked = (async () => {
    for (let question = 1; question <= 23; question++) await answer(quick, question);
  })();
  await soon(() => expect(changes().length).toBeGreaterThanOrEqual(20), 20_000);
  const tapped = Date.now();
  await answer(other, 1);
  expect(Date.now() - tapped).toBeLessThan(2000);
  await walked;
  expect(changes().length).toBeGreaterThanOrEqual(23);
  expect(mostWithin(changes(), 10_000)).toBeLessThanOrEqual(20);
}, 60_000);
