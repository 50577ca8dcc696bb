import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { Person } from '../../sandbox/server.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy, walkTo } from '../support/study.ts';

const password = 'four green bicycles';
let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
  const { database, study: parts } = study.harmonia();
  const passwordHash = await parts.passwords.hash(password);
  await database.transact((uow) =>
    uow.accounts.create({ email: 'staff@example.org', passwordHash, role: 'admin' }),
  );
});

let people = 0;
/** A participant who is asked for a password. */
async function atPassword(): Promise<Person> {
  const person = study.person();
  await walkTo(study, person, 'account');
  await type(person, `secret-${++people}@example.org`);
  await says(person, /Would you like to set a password/);
  return person;
}
/** A chat without a participant that is asked for the password of /login. */
async function atLogin(person = study.person()): Promise<Person> {
  await type(person, '/login');
  await type(person, 'staff@example.org');
  await says(person, /And the password/);
  return person;
}
const isMarked = async ({ id }: Person): Promise<boolean> => {
  const [row] = await rowsOf<{ marked: boolean }>(
    study,
    'SELECT secret_since IS NOT NULL AS marked FROM chats WHERE chat_id = $1',
    [id],
  );
  // Without a row nothing is known of the chat.
  return row?.marked ?? false;
};
const own = (person: Person): string =>
  JSON.stringify(person.messages().filter(({ from }) => from === 'person'));
const gone = (person: Person, text: string): Promise<unknown> =>
  person.until(() => !own(person).includes(text));
const hasPassword = async (person: Person): Promise<boolean> => {
  const { database, study: parts } = study.harmonia();
  const { userId } = (await participantOf(study, person))!;
  const account = await database.transact((uow) => uow.accounts.byId(userId));
  return parts.passwords.verify(password, account!.passwordHash);
};

describe('what is typed for a password', () => {
  test('is deleted and counts after a night of silence, with a welcome beside it', async () => {
    const person = await atPassword();
    expect(await isMarked(person)).toBe(true);
    study.clock.advance(13 * 3_600_000);
    person.send(password);
    await says(
      person,
      /Your message with the password is deleted[\s\S]*Welcome back[\s\S]*password is set[\s\S]*woman or a man/,
    );
    await gone(person, password);
    expect(await hasPassword(person)).toBe(true);
    expect(await isMarked(person)).toBe(false);
  });

  test('is deleted after a deployment that ended the dialog, and asked for once more', async () => {
    const person = await atPassword();
    await rowsOf(study, `UPDATE dialog_state SET version = 'earlier' WHERE chat_id = $1`, [person.id]);
    person.send(password);
    await says(person, /is deleted[\s\S]*was not used[\s\S]*Would you like to set a password/);
    await gone(person, password);
    await type(person, password);
    await says(person, /password is set/);
    expect(await hasPassword(person)).toBe(true);
  });

  test('is deleted in a chat of staff whose dialog has ended', async () => {
    const person = await atLogin();
    await rowsOf(study, 'DELETE FROM dialog_state WHERE chat_id = $1', [person.id]);
    person.send(password);
    await says(person, /is deleted[\s\S]*was not used[\s\S]*\/login/);
    await gone(person, password);
    await type(person, 'hello?');
    expect(own(person)).toContain('hello?');
  });

  test.each([`/${password}`, `/help!${password}`, `/Cancel-${password}`])(
    'is deleted and counts when it looks like a command: %s',
    async (typed) => {
      const person = await atPassword();
      await type(person, typed);
      await says(person, /is deleted[\s\S]*password is set/);
      await gone(person, typed);
    },
  );

  test('is deleted after a command that leaves the question open', async () => {
    const person = await atPassword();
    await type(person, '/help');
    await type(person, '/status');
    expect(own(person)).toContain('/status');
    await type(person, password);
    await says(person, /password is set/);
    await gone(person, password);
  });

  test('by editing an earlier message is deleted and not used', async () => {
    const person = study.person();
    await walkTo(study, person, 'account');
    const { id } = person.send('edits@example.org');
    await says(person, /Would you like to set a password/);
    person.edit(id, password);
    await says(person, /edited message is deleted[\s\S]*new message/);
    await gone(person, password);
    expect(await hasPassword(person)).toBe(false);
    const { id: last } = person.send(password);
    await says(person, /password is set/);
    await choose(person, 'female');
    expect(person.messages().some((message) => message.id === last)).toBe(false);
    const { id: later } = person.send('both');
    await says(person, /year/);
    const shown = person.lastFromBot()!.id;
    person.edit(later, 'male');
    await type(person, '1990');
    expect(own(person)).toContain('male');
    expect(person.lastFromBot()!.id).toBeGreaterThan(shown);
  });

  test('never answers a question that a background job has put in place of the one for a password', async () => {
    const { person } = await stagedAt(study, 'questionnaire');
    await atLogin(person);
    const { bot, database } = study.harmonia();
    await bot.intake.inChat(String(person.id) as ChatId, (turn) => bot.bridge.enter(turn));
    await says(person, /1\/44/);
    person.send('4');
    await says(person, /was not used[\s\S]*1\/44/);
    await gone(person, '"text":"4"');
    const { userId } = (await participantOf(study, person))!;
    expect(await database.transact((uow) => uow.personality.answers(userId))).toEqual([]);
    await type(person, '4');
    await says(person, /2\/44/);
    expect(own(person)).toContain('"text":"4"');
  });

  test('is called deleted only when Telegram did it; otherwise the person is asked to delete it', async () => {
    for (const person of [await atPassword(), await atLogin()]) {
      study.sandbox.fault({
        kind: '400',
        method: 'deleteMessage',
        chatId: person.id,
        description: "Bad Request: message can't be deleted for everyone",
      });
      person.send(password);
      await says(person, /Please delete it yourself/);
      const said = JSON.stringify(person.messages().filter(({ from }) => from === 'bot'));
      expect(said).not.toMatch(/is deleted/);
      expect(said).toMatch(/password is set|Signed in as admin/);
    }
  });
});

test('/login with a password in it is deleted, and without one it stays', async () => {
  const person = study.person();
  await type(person, `/login staff@example.org ${password}`);
  await says(person, /is deleted[\s\S]*Signed in as admin/);
  await gone(person, password);
  await type(person, '/login');
  expect(own(person)).toContain('"/login"');
});

test('leaving the question by /cancel, by its button or to another question ends the mark', async () => {
  const person = await atLogin();
  await type(person, '/cancel');
  expect(await isMarked(person)).toBe(false);
  await atLogin(person);
  person.tap('login:password:cancel');
  await person.until(() => person.toasts().length > 0);
  expect(await isMarked(person)).toBe(false);
  const { person: participant } = await stagedAt(study, 'questionnaire');
  await atLogin(participant);
  await type(participant, '/continue');
  expect(await isMarked(participant)).toBe(false);
});
