// These tests wait for the seconds that Telegram's answers name, so they are not in the unit suite.
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../sandbox/server.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
}, 30_000);
afterEach(() => study.sandbox.clearFaults());

const atQuestionnaire = async (): Promise<Person> => {
  const { person } = await stagedAt(study, 'questionnaire');
  await type(person, '/continue');
  await says(person, /1\/44/);
  return person;
};
const answersOf = async (person: Person): Promise<number> => {
  const { userId } = (await participantOf(study, person))!;
  return (await rowsOf(study, 'SELECT FROM questionnaire_answers WHERE user_id = $1', [userId])).length;
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const fromBot = (person: Person): (string | undefined)[] =>
  person.messages().flatMap(({ from, text }) => (from === 'bot' ? [text] : []));
const tapOf = (person: Person, value: string): string =>
  buttonsOf(person).find((data) => data.endsWith(`:${value}`))!;

describe('when Telegram is busy or broken', () => {
  test('messages are sent after the wait of a short 429, in their order', async () => {
    const person = await atQuestionnaire();
    study.sandbox.fault({ kind: '429', method: 'sendMessage', chatId: person.id, retryAfter: 1, times: 2 });
    const started = Date.now();
    person.send('/status');
    person.send('/privacy');
    await person.until(() => /Your data/.test(person.lastFromBot()!.text!));
    expect(Date.now() - started).toBeGreaterThanOrEqual(1900);
    expect(
      fromBot(person)
        .slice(-2)
        .map((text) => text!.split('\n')[0]),
    ).toEqual([expect.stringMatching(/^Where you are/), 'Your data']);
  });

  test('a long 429 delays neither the storing of the answer nor other participants', async () => {
    const [person, other] = [await atQuestionnaire(), await atQuestionnaire()];
    study.sandbox.fault({ kind: '429', method: 'edit*', chatId: person.id, retryAfter: 6 });
    person.tap(tapOf(person, '4'));
    await choose(other, '4');
    expect(await answersOf(other)).toBe(1);
    expect(await answersOf(person)).toBe(1);
    const edits = () =>
      study.sandbox.calls('editMessageText').filter(({ params }) => params['chat_id'] === person.id);
    await soon(() => expect(edits()).toHaveLength(1));
    await says(person, /2\/44/, 15_000);
    const [first, second] = edits();
    expect(second!.at.getTime() - first!.at.getTime()).toBeGreaterThanOrEqual(5900);
  });

  test.each(['500', '502', 'drop'] as const)(
    '%s: the message arrives in the end, and the answer counts once',
    async (kind) => {
      const person = await atQuestionnaire();
      study.sandbox.fault({ kind, method: 'edit*', chatId: person.id, times: 2 });
      await choose(person, '2');
      await says(person, /2\/44/);
      expect(await answersOf(person)).toBe(1);
    },
  );

  test('an edit whose answer was lost is repeated, and the participant sees no second message', async () => {
    const person = await atQuestionnaire();
    study.sandbox.fault({ kind: 'drop', method: 'editMessageText', chatId: person.id, after: true });
    await choose(person, '5');
    const shown = fromBot(person).length;
    await choose(person, '5');
    await says(person, /3\/44/);
    expect(fromBot(person)).toHaveLength(shown);
    expect(await answersOf(person)).toBe(2);
  });

  test.each([
    [
      'message is not modified: nothing new is sent',
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
      0,
    ],
    ['the message was deleted: the question is sent below', 'Bad Request: message to edit not found', 1],
    [
      'the message is too old to be edited: the question is sent below',
      "Bad Request: message can't be edited",
      1,
    ],
  ])('%s', async (_name, description, more) => {
    const person = await atQuestionnaire();
    const before = person.lastFromBot()!.id;
    study.sandbox.fault({ kind: '400', method: 'editMessageText', chatId: person.id, description });
    const [query] = person.tap(tapOf(person, '3'));
    await person.until(() => person.toasts().some(({ queryId }) => queryId === query));
    if (more > 0) await says(person, /2\/44/);
    else await pause(200);
    expect(person.lastFromBot()!.id > before).toBe(more > 0);
    expect(await answersOf(person)).toBe(1);
    await type(person, '4');
    await says(person, /3\/44/);
  });

  test('a tap that is too old to be answered still counts', async () => {
    const person = await atQuestionnaire();
    person.tap(tapOf(person, '1'), { age: 200 });
    await says(person, /2\/44/);
    expect(await answersOf(person)).toBe(1);
  });

  test('an outage of the whole Bot API loses no answer', async () => {
    const person = await atQuestionnaire();
    study.sandbox.fault({ kind: 'drop', method: '*', times: 2 });
    person.tap(tapOf(person, '3'));
    await says(person, /2\/44/, 15_000);
    expect(await answersOf(person)).toBe(1);
  });
});

describe('a screen that takes the place of another', () => {
  test('takes the buttons off the old one when Telegram does not delete it any more', async () => {
    const person = await atQuestionnaire();
    const { id: old } = person.lastFromBot()!;
    const { userId } = (await participantOf(study, person))!;
    const [profile] = await rowsOf<{ stored: string }>(
      study,
      'SELECT photo_path AS stored FROM profiles WHERE user_id = $1',
      [userId],
    );
    study.sandbox.fault({
      kind: '400',
      method: 'deleteMessage',
      chatId: person.id,
      description: "Bad Request: message can't be deleted for everyone",
    });
    const view = { text: 'a picture', buttons: [], picture: profile };
    const screen = JSON.stringify({ kind: 'screen', fresh: false, view });
    const { database, bot } = study.harmonia();
    await database.transact((uow) => uow.chats.queueCall(String(person.id) as never, screen));
    await bot.outbox.dispatch(String(person.id) as never);
    await says(person, /a picture/);
    await soon(() =>
      expect(
        person
          .messages()
          .find(({ id }) => id === old)!
          .buttons?.flat() ?? [],
      ).toEqual([]),
    );
  });
});

describe('a participant who blocks the bot', () => {
  test('gets no further calls, and gets the question again after unblocking', async () => {
    const person = await atQuestionnaire();
    person.block(true);
    const { database } = study.harmonia();
    await database.transact((uow) =>
      uow.jobs.enqueue('refresh-chat', { chatId: String(person.id), sentence: 'lab-arrived' }),
    );
    await pause(600);
    const calls = study.sandbox.calls().filter(({ params }) => params['chat_id'] === person.id).length;
    await pause(2500);
    // After one refusal no call is repeated.
    expect(study.sandbox.calls().filter(({ params }) => params['chat_id'] === person.id)).toHaveLength(calls);
    person.block(false);
    await says(person, /The lab has answered[\s\S]*1\/44/);
    await choose(person, '4');
    expect(await answersOf(person)).toBe(1);
  });

  test('or deletes the account does not delay others, and no call is repeated', async () => {
    const [gone, other] = [await atQuestionnaire(), await atQuestionnaire()];
    gone.deleteAccount();
    const { database } = study.harmonia();
    await database.transact((uow) => uow.jobs.enqueue('refresh-chat', { chatId: String(gone.id) }));
    await pause(600);
    const calls = study.sandbox.calls().filter(({ params }) => params['chat_id'] === gone.id).length;
    await choose(other, '1');
    await pause(2500);
    expect(study.sandbox.calls().filter(({ params }) => params['chat_id'] === gone.id)).toHaveLength(calls);
  });
});

describe('an update that is delivered twice', () => {
  test('has one effect: a text, a tap and a command', async () => {
    const person = await atQuestionnaire();
    person.send('2');
    person.duplicateLast();
    await says(person, /2\/44/);
    person.tap(tapOf(person, '3'));
    person.duplicateLast();
    await says(person, /3\/44/);
    await pause(150);
    expect(await answersOf(person)).toBe(2);
    const shown = fromBot(person).length;
    person.send('/help');
    person.duplicateLast();
    await soon(() => expect(fromBot(person)).toHaveLength(shown + 1));
    await pause(400);
    expect(fromBot(person)).toHaveLength(shown + 1);
  });

  test('has one effect: a start link in twenty deliveries makes one participant', async () => {
    const code = await study.invite();
    const person = study.person();
    person.send(`/start ${code}`);
    for (let n = 0; n < 19; n++) person.duplicateLast();
    await says(person, /Which language/);
    await pause(400);
    expect(fromBot(person)).toHaveLength(2);
    const people = await rowsOf(study, 'SELECT FROM participants WHERE chat_id = $1', [person.id]);
    expect(people).toHaveLength(1);
  });
});

describe('updates that the bot does not handle', () => {
  test('a group gets one message and is left, and its member becomes no participant', async () => {
    const person = study.person();
    const { chatId } = person.sendInGroup('/start hello');
    await pause(500);
    const said = study.sandbox.calls().filter(({ params }) => params['chat_id'] === chatId);
    expect(said.map(({ method }) => method)).toContain('leaveChat');
    expect(said.filter(({ method }) => method === 'sendMessage').length).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(said)).toMatch(/only talk in private chats/);
    expect(await participantOf(study, person)).toBeUndefined();
  });

  test('an edited message is ignored', async () => {
    const person = await atQuestionnaire();
    const { id } = person.send('2');
    await says(person, /2\/44/);
    const before = fromBot(person).length;
    person.edit(id, '5');
    await pause(300);
    expect(fromBot(person)).toHaveLength(before);
    const { userId } = (await participantOf(study, person))!;
    const rows = await rowsOf<{ value: number }>(
      study,
      'SELECT value FROM questionnaire_answers WHERE user_id = $1',
      [userId],
    );
    expect(rows.map(({ value }) => value)).toEqual([2]);
  });
});

describe('an update that cannot be handled', () => {
  test('is dropped after five tries with one apology; the chat continues and others are answered meanwhile', async () => {
    const [person, other] = [await atQuestionnaire(), await atQuestionnaire()];
    const { userId } = (await participantOf(study, person))!;
    const failing = `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON questionnaire_answers FOR EACH ROW WHEN (NEW.user_id = '${userId}') EXECUTE FUNCTION fail()`;
    for (const statement of failing.split(/;\s*(?=CREATE TRIGGER)/)) await rowsOf(study, statement);
    const logged = study.logged().length;
    person.tap(tapOf(person, '3'));
    await pause(300);
    const started = Date.now();
    await choose(other, '3');
    expect(Date.now() - started).toBeLessThan(2000);
    await says(person, /something went wrong on our side/, 30_000);
    await rowsOf(study, 'DROP TRIGGER fail ON questionnaire_answers');
    expect(
      study
        .logged()
        .slice(logged)
        .match(/"event":"update\.failed"/g),
    ).toHaveLength(5);
    await type(person, '/continue');
    await says(person, /1\/44/);
    await choose(person, '3');
    await says(person, /2\/44/);
    expect(fromBot(person).filter((text) => /went wrong/.test(text ?? ''))).toHaveLength(1);
    expect(await answersOf(person)).toBe(1);
  }, 40_000);
});

describe('a photo that is erased before it was sent', () => {
  test('does not delay the messages after it', async () => {
    const { person } = await stagedAt(study, 'selfie');
    await type(person, '/continue');
    const chatId = String(person.id) as never;
    const screen = {
      kind: 'screen',
      fresh: true,
      view: { text: 'x', buttons: [], picture: { stored: 'uploads/gone.jpg' } },
    };
    await study.harmonia().database.transact((uow) => uow.chats.queueCall(chatId, JSON.stringify(screen)));
    await type(person, '/help');
    await says(person, /asks for a photo/);
    await soon(async () =>
      expect(await rowsOf(study, 'SELECT FROM outbox WHERE chat_id = $1', [person.id])).toEqual([]),
    );
  });
});
