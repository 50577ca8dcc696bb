import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import type { QuestionnaireAnswer } from '../../engine/ports/phases.ts';
import type { Person } from '../../sandbox/server.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const atQuestionnaire = async (): Promise<Person> => {
  const { person } = await stagedAt(study, 'questionnaire');
  person.send('/continue');
  await says(person, /1\/44/);
  return person;
};
const answersOf = async (person: Person): Promise<Map<string, number>> => {
  const { userId } = (await participantOf(study, person))!;
  const answers: QuestionnaireAnswer[] = await study
    .harmonia()
    .database.transact((uow) => uow.personality.answers(userId));
  return new Map(answers.map(({ itemId, value }) => [itemId, value]));
};
const orderOf = async (person: Person): Promise<string[]> => {
  const { userId } = (await participantOf(study, person))!;
  const shown = await study
    .harmonia()
    .database.transact((uow) => uow.phases.presentation(userId, 'personality'));
  return shown!.items.map(({ id }) => id);
};
const itemOnScreen = (person: Person): string => buttonsOf(person)[0]!.split(':')[1]!;
test('the buttons of the scale say what each number means', async () => {
  const person = await atQuestionnaire();
  expect(person.lastFromBot()!.buttons!.map((row) => row.map(({ text }) => text))).toEqual([
    ['1 · Strongly disagree'],
    ['2 · Disagree'],
    ['3 · In between'],
    ['4 · Agree'],
    ['5 · Strongly agree'],
  ]);
});

afterEach(() => void jest.restoreAllMocks());

/** The statements that the connections of the stores send from now on. */
function watchStatements(): () => string[] {
  const { mock } = jest.spyOn(pg.Client.prototype, 'query');
  return () =>
    mock.calls.flatMap(([statement], at) => {
      const { connectionParameters } = mock.contexts[at] as {
        connectionParameters: pg.ClientConfig;
      };
      if (connectionParameters.application_name !== 'harmonia') return [];
      return [typeof statement === 'string' ? statement : (statement as { text: string }).text];
    });
}

test('an ordinary answer takes one transaction of at most ten statements, and its edit is noted with the next one', async () => {
  const person = await atQuestionnaire();
  await choose(person, '3');
  const watched = watchStatements();
  const answers = 5;
  for (let place = 0; place < answers; place++) await choose(person, String(1 + place));
  await says(person, /7\/44/);
  const sent = watched();
  const turns = sent.filter((text) => /begin_update/.test(text)).length;
  const others = sent.filter((text) => /SELECT DISTINCT ON|WITH sent/.test(text)).length;
  expect(turns).toBe(answers);
  // A look at what is due, and the edits of a chat that has been silent for a moment, belong to no update.
  expect(sent.filter((text) => text === 'BEGIN').length - others).toBeLessThanOrEqual(answers);
  expect(sent.length - 3 * others).toBeLessThanOrEqual(10 * answers);
  const { chatId } = (await participantOf(study, person))!;
  await soon(async () =>
    expect(await rowsOf(study, 'SELECT id FROM outbox WHERE chat_id = $1', [chatId])).toEqual([]),
  );
});

test('what was wrong with an answer is said alone, and the question keeps its buttons and its clock', async () => {
  const person = await atQuestionnaire();
  const [button] = buttonsOf(person);
  const { id: messageId } = person.lastFromBot()!;
  study.clock.advance(5000);
  await type(person, 'banana');
  const { text } = await says(person, /number from 1 to 5/);
  expect(text).toBe('Please choose a number from 1 to 5.');
  await type(person, '/nonsense');
  expect((await says(person, /do not know that command/)).text).not.toMatch(/1\/44/);
  expect(
    person
      .messages()
      .find(({ id }) => id === messageId)!
      .buttons!.flat(),
  ).toHaveLength(5);
  person.tap(button!, { messageId });
  await person.until(() => person.messages().some(({ text: shown }) => /2\/44/.test(shown ?? '')));
  expect([...(await answersOf(person)).values()]).toEqual([1]);
  const { userId } = (await participantOf(study, person))!;
  const [row] = await rowsOf<{ dwell_ms: number }>(
    study,
    'SELECT dwell_ms FROM questionnaire_answers WHERE user_id = $1',
    [userId],
  );
  expect(row!.dwell_ms).toBeGreaterThanOrEqual(5000);
});

const answered = (person: Person, queries: string[]): Promise<unknown> =>
  person.until(() => queries.every((id) => person.toasts().some(({ queryId }) => queryId === id)));

describe('the questionnaire', () => {
  test('asks in the stored order, counts, and stores each answer as it is given', async () => {
    const person = await atQuestionnaire();
    const order = await orderOf(person);
    for (let place = 0; place < 5; place++) {
      await says(person, new RegExp(`${place + 1}/44`));
      expect(itemOnScreen(person)).toBe(order[place]);
      await choose(person, String(5 - place));
    }
    expect(await answersOf(person)).toEqual(new Map(order.slice(0, 5).map((id, place) => [id, 5 - place])));
  });

  test('goes back, marks the earlier answer with a tick, and takes another answer', async () => {
    const person = await atQuestionnaire();
    const order = await orderOf(person);
    await choose(person, '2');
    await choose(person, '3');
    await choose(person, 'back');
    await choose(person, 'back');
    await says(person, /1\/44/);
    const ticked = person
      .lastFromBot()!
      .buttons!.flat()
      .filter(({ text }) => text.startsWith('✓'));
    expect(ticked.map(({ text }) => text)).toEqual(['✓ 2 · Disagree']);
    await choose(person, '5');
    await says(person, /2\/44/);
    expect(await answersOf(person)).toEqual(
      new Map([
        [order[0], 5],
        [order[1], 3],
      ]),
    );
  });

  test('takes a number and the words of the scale, and repeats the question for anything else', async () => {
    const person = await atQuestionnaire();
    const [first, second, third] = await orderOf(person);
    await type(person, '4');
    await says(person, /2\/44/);
    const disagree = study.harmonia().study.instruments.current().instrument.scale.labels.en[1]!;
    await type(person, `I ${disagree.toLowerCase()}.`);
    await says(person, /3\/44/);
    await choose(person, 'back');
    await says(person, /2\/44/);
    await type(person, disagree.toUpperCase());
    await says(person, /3\/44/);
    for (const nonsense of ['6', '0', '3.5', 'perhaps', '٣', '💯'.repeat(500)]) {
      await type(person, nonsense);
      await says(person, /^Please choose a number from 1 to 5\.$/);
    }
    // The Russian labels say "you agree", and people type it of themselves.
    await rowsOf(study, `UPDATE participants SET locale = 'ru' WHERE chat_id = $1`, [person.id]);
    await type(person, 'Согласна');
    await says(person, /4\/44/);
    expect(await answersOf(person)).toEqual(
      new Map([
        [first, 4],
        [second, 2],
        [third, 4],
      ]),
    );
  });

  test('a double tap answers only one question', async () => {
    const person = await atQuestionnaire();
    const [first] = await orderOf(person);
    await answered(person, person.tap(buttonsOf(person)[2]!, { times: 2 }));
    await says(person, /2\/44/);
    expect(await answersOf(person)).toEqual(new Map([[first, 3]]));
  });

  test('twenty taps at once on different numbers have one effect, and all are answered', async () => {
    const person = await atQuestionnaire();
    const [first] = await orderOf(person);
    const buttons = buttonsOf(person);
    const queries = Array.from({ length: 20 }, (_, n) => person.tap(buttons[n % 5]!)).flat();
    await answered(person, queries);
    await says(person, /2\/44/);
    expect(await answersOf(person)).toEqual(new Map([[first, 1]]));
  });

  test('a typed number and a tap at the same moment answer at most two questions, each one once', async () => {
    const person = await atQuestionnaire();
    const order = await orderOf(person);
    const queries = person.tap(buttonsOf(person)[4]!);
    person.send('2');
    await answered(person, queries);
    // A chat's messages are handled in their order: with the answer to this one the number was handled too.
    person.send('/status');
    await says(person, /Where you are in the study/);
    const answers = await answersOf(person);
    // A tap names its question and a typed number answers the open one: after the number the tap has no effect.
    expect([
      [
        [order[0], 5],
        [order[1], 2],
      ],
      [[order[0], 2]],
    ]).toContainEqual([...answers].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
  });

  test('a number typed twice is two answers, an update delivered twice is one', async () => {
    const person = await atQuestionnaire();
    person.send('3');
    person.duplicateLast();
    await says(person, /2\/44/);
    await type(person, '3');
    await says(person, /3\/44/);
    expect((await answersOf(person)).size).toBe(2);
  });
});

describe('coming back to the questionnaire', () => {
  test('after a restart of the program the next answer is stored for the open question', async () => {
    const person = await atQuestionnaire();
    const order = await orderOf(person);
    await choose(person, '1');
    await choose(person, '2');
    await study.restart();
    await choose(person, '3');
    await says(person, /4\/44/);
    expect(await answersOf(person)).toEqual(
      new Map([
        [order[0], 1],
        [order[1], 2],
        [order[2], 3],
      ]),
    );
  });

  test('without the state of its dialog the chat continues at the first open question', async () => {
    const person = await atQuestionnaire();
    await choose(person, '1');
    await choose(person, '2');
    await rowsOf(study, 'DELETE FROM dialog_state WHERE chat_id = $1', [person.id]);
    await type(person, 'are you there?');
    await says(person, /3\/44/);
    await choose(person, '3');
    await says(person, /4\/44/);
    expect((await answersOf(person)).size).toBe(3);
  });

  test('with the state of an older program the chat continues at the first open question', async () => {
    const person = await atQuestionnaire();
    await choose(person, '5');
    await rowsOf(study, `UPDATE dialog_state SET version = 'older' WHERE chat_id = $1`, [person.id]);
    person.tap(buttonsOf(person)[0]!);
    await person.until(() => person.toasts().length > 1);
    await choose(person, '4');
    await says(person, /3\/44/);
    expect([...(await answersOf(person)).values()].toSorted()).toEqual([4, 5]);
  });

  test('a screen that an earlier version left in the outbox is sent as that version asked', async () => {
    const person = await atQuestionnaire();
    const queue = (text: string, fresh: boolean) =>
      study
        .harmonia()
        .database.transact((uow) =>
          uow.chats.queueCall(
            String(person.id) as never,
            JSON.stringify({ kind: 'screen', fresh, view: { text, buttons: [] } }),
          ),
        );
    const { id: question } = person.lastFromBot()!;
    await queue('as a new message', true);
    await person.until(() => person.lastFromBot()!.text === 'as a new message');
    const { id: sent } = person.lastFromBot()!;
    expect(sent).toBeGreaterThan(question);
    await queue('as an edit', false);
    await person.until(() => person.lastFromBot()!.text === 'as an edit');
    expect(person.lastFromBot()!.id).toBe(sent);
  });

  test('a typed answer counts after days, with a welcome beside it', async () => {
    const person = await atQuestionnaire();
    for (let n = 0; n < 6; n++) await choose(person, '3');
    study.clock.advance(4 * 86_400_000);
    await type(person, '5');
    await says(person, /Welcome back. You stopped at: questionnaire \(7 of 44\)[\s\S]*8\/44/);
    expect((await answersOf(person)).size).toBe(7);
    study.clock.advance(4 * 86_400_000);
    await type(person, 'hello again');
    await says(person, /Welcome back[\s\S]*8\/44/);
    expect((await answersOf(person)).size).toBe(7);
  });

  test('a tap after days is stored as an answer', async () => {
    const person = await atQuestionnaire();
    study.clock.advance(3 * 86_400_000);
    await choose(person, '2');
    await says(person, /2\/44/);
  });

  test('the last answer leads to the seal, and the seal to the next stage', async () => {
    const person = await atQuestionnaire();
    for (let n = 0; n < 44; n++) await choose(person, String(1 + (n % 5)));
    await says(person, /Stage 2 is complete/);
    const seal = buttonsOf(person).find((data) => data.endsWith(':seal'))!;
    const { id: messageId } = person.lastFromBot()!;
    await type(person, 'yes please');
    await says(person, /use one of the buttons/);
    await answered(person, person.tap(seal, { times: 2, messageId }));
    await says(person, /Stage 3 of 3[\s\S]*K[2-9A-Z]{3}-[2-9A-Z]{4}-[2-9A-Z]/);
    const sealed = await answersOf(person);
    expect(sealed.size).toBe(44);
    await type(person, '1');
    await says(person, /lab has not answered yet/);
    expect(await answersOf(person)).toEqual(sealed);
    const kits = await rowsOf(study, 'SELECT FROM kits WHERE user_id = $1', [
      (await participantOf(study, person))!.userId,
    ]);
    expect(kits).toHaveLength(1);
  });
});
