import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { picture, pictureWidths } from '../support/faces.ts';
import { choose, says, startTestStudy, type, type TestStudy, walkTo } from '../support/study.ts';
import { patience } from '../support/patience.ts';
import { soon } from '../support/soon.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({}, { cheapPasswords: false });
});

test('no text, file or name of a person reaches the log at level debug, even when sending and storing fail', async () => {
  const canaries = [
    'CANARYNAME',
    'canary-mail@example.org',
    'canary password phrase',
    'CANARYWORDS',
    'CANARYFILE',
    'CANARYCAPTION',
    'CANARYSTAFF',
  ];
  const [name, email, password, words, file, caption, staff] = canaries as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const person = study.person();
  await walkTo(study, person, 'account');
  await type(person, email);
  await type(person, password);
  await says(person, /password is set/);
  for (const button of ['female', 'male']) await type(person, button);
  for (const answer of ['1990', '18', '99', name]) await type(person, answer);
  await choose(person, 'yes');
  await says(person, /Stage 1 of 3/);
  await person.sendFile('document', await picture(pictureWidths.blurred), {
    fileName: `${file}.jpg`,
    mimeType: 'image/jpeg',
    caption,
  });
  await says(person, /blurred/);
  await type(person, words);
  study.sandbox.fault({ kind: '500', method: 'sendMessage', times: 2 });
  study.sandbox.fault({ kind: '400', method: 'sendMessage', description: 'Bad Request: chat not found' });
  person.send(`/login ${staff}@example.org ${password}`);
  await person.until(() => !person.messages().some(({ text }) => text?.includes(staff)));
  // Once the answer has met the third fault, the next message of the person makes the chat reachable again.
  await soon(async () => {
    const chat = await study
      .harmonia()
      .database.transact((uow) => uow.chats.peek(String(person.id) as never));
    expect(chat?.unreachableSince).toBeTruthy();
  });
  await type(person, `/start ${words}`);
  await type(person, '/export');
  await says(person, /The same to read/);

  // A statement that fails while an answer is stored: PostgreSQL's error holds the values of the participant's row.
  const { database } = study.harmonia();
  const failing = database.transact(async (uow) => {
    const participant = await uow.participants.byChat(String(person.id) as never);
    await uow.participants.update(participant!.userId, { sex: words as never });
  });
  await expect(failing).rejects.not.toThrow(words);
  await database.withScope(({ query }) =>
    query(`ALTER TABLE participants ADD CONSTRAINT no_canary CHECK (display_name <> '${name}') NOT VALID`),
  );
  person.send('/continue');
  await person.until(
    () => person.messages().some(({ text }) => /went wrong on our side/.test(text ?? '')),
    patience(20_000),
  );

  const log = study.logged();
  expect(log).toContain('update.failed');
  for (const canary of [...canaries, 'canary-mail', study.sandbox.token, `${person.id}`])
    expect(log).not.toContain(canary);
});

test('the database holds no password, and neither a face nor a typing unencrypted', async () => {
  const { database, config } = study.harmonia();
  const rows = await database.withScope(({ query }) =>
    query<{ password_hash: string }>('SELECT password_hash FROM users'),
  );
  for (const { password_hash } of rows) expect(password_hash).toMatch(/^\$2b\$1\d\$/);
  const outbox = await database.withScope(({ query }) =>
    query<{ payload: string }>('SELECT payload FROM outbox'),
  );
  for (const { payload } of outbox) expect(payload).toMatch(/^gAAAA/);
  expect((await readFile(`${config.dataDir}/keys/fernet`)).length).toBeGreaterThan(40);
});
