import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../bot/turn/command-list.ts';
import { questionOf } from '../../engine/personality/instrument.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
let admin: Person;
let researcher: Person;
beforeAll(async () => {
  study = await startTestStudy({ STUDY_CONTACT: 'help@example.org' });
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
});

/** Sends a command and returns the texts of all messages that the bot sends until none follows. */
async function ask(person: Person, command: string): Promise<string> {
  const before = person.lastFromBot()?.id ?? 0;
  person.send(command);
  await person.until(() => (person.lastFromBot()?.id ?? 0) > before);
  return person
    .messages()
    .filter(({ id, from }) => id > before && from === 'bot')
    .map(({ text, file }) => text ?? file?.kind ?? '')
    .join('\n');
}
const tapped = async (person: Person, value: string): Promise<string> => {
  const data = buttonsOf(person).find((candidate) => candidate.endsWith(value))!;
  const [query] = person.tap(data);
  const answer = await person.until(() => person.toasts().find(({ queryId }) => queryId === query));
  return answer.text ?? '';
};
/** The tables of the study and of the job queue that contain a text. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    study,
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await rowsOf(study, `SELECT FROM ${name} AS row WHERE row::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const answers: Record<(typeof commandsOf.user)[number], RegExp> = {
  status: /Where you are in the study/,
  continue: /3\/44/,
  profile: /What you told us about yourself[\s\S]*Name: Kim[\s\S]*E-mail: staged-/,
  report: /There is no report yet\. You are at: questionnaire \(3 of 44\)/,
  reminders: /Reminders are on: five at most[\s\S]*we go by that of the study: \d\d:\d\d \(UTC\)/,
  language: /Which language/,
  privacy: /Your data[\s\S]*✓ Your photo: agreed on \d{4}-\d\d-\d\d[\s\S]*help@example\.org/,
  help: /\/delete_my_data – /,
  export: /two files follow/,
  withdraw: /Which consent would you like to withdraw/,
  delete_my_data: /cannot be undone/,
  cancel: /Nothing was changed, and everything you answered is kept/,
  login: /Sign in\./,
};

describe('a command in the middle of a dialog', () => {
  let person: Person;
  beforeAll(async () => {
    ({ person } = await stagedAt(study, 'questionnaire'));
    await type(person, '/continue');
    await choose(person, '1');
    await choose(person, '2');
  });

  test.each(commandsOf.user)('/%s is answered, and the question is still there', async (command) => {
    expect(await ask(person, `/${command}`)).toMatch(answers[command]);
    // Background jobs make the files of /export: without the wait they would count as the answer to the next command.
    if (command === 'export') await says(person, /The same to read/);
    await ask(person, '/continue');
    await says(person, /3\/44/);
  });

  test('colours what cannot be undone and what goes on, and dates are in the reader’s time zone', async () => {
    const styles = (): unknown[] =>
      person
        .lastFromBot()!
        .buttons!.flat()
        .map(({ style }) => style);
    await ask(person, '/delete_my_data');
    expect(styles()).toEqual(['danger', undefined]);
    await ask(person, '/status');
    expect(styles()).toEqual(['primary']);
    await ask(person, '/privacy');
    const { entities } = study.sandbox.calls('sendMessage').at(-1)!.result as {
      entities: { type: string; unix_time?: number; date_time_format?: string }[];
    };
    const dates = entities.filter(({ type: kind }) => kind === 'date_time');
    expect(dates).toHaveLength(5);
    for (const { unix_time: at, date_time_format: format } of dates) {
      expect(format).toBe('D');
      expect(Math.abs(study.clock.now().getTime() / 1000 - at!)).toBeLessThan(600);
    }
    // A server that does not know such dates refuses the text; then it comes without formatting.
    const refused = { kind: '400', method: 'sendMessage', chatId: person.id } as const;
    study.sandbox.fault({
      ...refused,
      description: "Bad Request: can't parse entities: Unsupported start tag",
    });
    await ask(person, '/privacy');
    expect(person.lastFromBot()!.text).toMatch(/✓ Your photo: agreed on \d{4}-\d\d-\d\d/);
    await ask(person, '/continue');
  });

  test('an unknown command is not stored as an answer, and a command in capital letters is known', async () => {
    expect(await ask(person, '/fly')).toMatch(/do not know that command/);
    expect(await ask(person, '/HELP')).toMatch(/\/status – /);
  });

  test('/start again, with or without a link, brings back the question', async () => {
    expect(await ask(person, '/start')).toMatch(/3\/44/);
    expect(await ask(person, `/start ${await study.invite()}`)).toMatch(/already joined[\s\S]*3\/44/);
  });

  test('after /cancel a tap on an old button and any text show the question again', async () => {
    const old = buttonsOf(person)[0]!;
    const { id: messageId } = person.lastFromBot()!;
    await ask(person, '/cancel');
    person.tap(old, { messageId });
    await says(person, /3\/44/);
    await ask(person, '/cancel');
    await type(person, 'hm');
    await says(person, /3\/44/);
    const { userId } = (await participantOf(study, person))!;
    const stored = await rowsOf(study, 'SELECT FROM questionnaire_answers WHERE user_id = $1', [userId]);
    expect(stored).toHaveLength(2);
  });

  test('/language asks the open question again in the new language, and sets the menu', async () => {
    await ask(person, '/language');
    await tapped(person, ':es');
    await says(person, /3\/44/);
    const [, item] = buttonsOf(person)[0]!.split(':');
    expect(person.lastFromBot()!.text).toContain(
      questionOf(study.harmonia().study.instruments.current().instrument, item!)!.text.es,
    );
    const menu = study.sandbox.calls('setMyCommands').at(-1)!;
    expect(JSON.stringify(menu.params)).toContain(String(person.id));
    expect(JSON.stringify(menu.params)).toContain('idioma');
    await ask(person, '/language');
    await tapped(person, ':en');
    await says(person, /3\/44/);
  });
});

describe('a person who has not joined', () => {
  test.each(commandsOf.user.filter((name) => !['help', 'cancel', 'login'].includes(name)))(
    'is told to join by /%s',
    async (command) => {
      expect(await ask(study.person(), `/${command}`)).toMatch(/join the study first/);
    },
  );

  test('gets answers to /help and /cancel in the language that Telegram reports', async () => {
    const stranger = study.person('es');
    expect(await ask(stranger, '/cancel')).toMatch(/nada que cancelar|No hay nada/i);
    expect(await ask(stranger, '/help')).toMatch(/\/status – /);
  });
});

describe('commands by role', () => {
  const staffOnly = [
    ...commandsOf.admin.map((name) => ['admin', name] as const),
    ...commandsOf.researcher.map((name) => ['researcher', name] as const),
  ].filter(([, name]) => !['help', 'language', 'logout', 'cancel'].includes(name));

  test('a participant is refused every command of staff', async () => {
    const { person } = await stagedAt(study, 'cohort');
    for (const [, name] of staffOnly)
      expect(await ask(person, `/${name}`)).toBe(
        'That command is not available to you. Staff sign in with /login.',
      );
  });

  test('staff who use a command of the other role are told whose it is', async () => {
    for (const [role, name] of staffOnly.filter(([, shared]) => shared !== 'cohorts')) {
      const other = role === 'admin' ? researcher : admin;
      const [owner, own] = role === 'admin' ? ['admins', 'researcher'] : ['researchers', 'admin'];
      expect(await ask(other, `/${name}`)).toBe(
        `That is for ${owner}. You are signed in as ${own}; /help lists your commands.`,
      );
    }
  });

  test.each(['status', 'export', 'withdraw', 'delete_my_data', 'report', 'privacy', 'continue'])(
    'staff are refused the command of participants /%s',
    async (name) => {
      // Of a researcher /export asks for the data set of a cohort: test/e2e/study-export.test.ts.
      for (const staff of name === 'export' ? [admin] : [admin, researcher])
        expect(await ask(staff, `/${name}`)).toMatch(/for participants\. You are signed in as staff/);
    },
  );

  test('each role’s menu and /help name its own commands only', async () => {
    const menuOf = (person: Person) =>
      study.sandbox
        .calls('setMyCommands')
        .findLast(({ params }) => JSON.stringify(params).includes(String(person.id)))!;
    for (const [person, role] of [
      [admin, 'admin'],
      [researcher, 'researcher'],
    ] as const) {
      const { commands } = menuOf(person).params as { commands: { command: string }[] };
      expect(commands.map(({ command }) => command)).toEqual(commandsOf[role]);
      const help = await ask(person, '/help');
      expect([...help.matchAll(/^\/(\w+) –/gm)].map(([, name]) => name)).toEqual(commandsOf[role]);
    }
  });

  test('/stats shows no validity before ten people have closed their answers', async () => {
    await ask(researcher, '/stats');
    await says(researcher, /was the prediction right\?[\s\S]*nothing can be shown before ten people/i);
  });

  test('figures of a cohort that is not scored say so', async () => {
    for (const command of ['/scores', '/exposure']) {
      await ask(researcher, command);
      await says(researcher, /The cohort is not scored yet/);
    }
  });

  test('/freeze is refused while the cohort has fewer than two participants', async () => {
    const { database } = study.harmonia();
    // The cohort of this file has participants, so this test adds an empty one; a later time makes it the newest.
    study.clock.advance(1000);
    await database.transact((uow) => uow.cohorts.create({ name: 'Empty', createdAt: study.clock.now() }));
    expect(await ask(admin, '/freeze')).toMatch(/two people at least/);
    expect(buttonsOf(admin)).toEqual([]);
    await database.withScope(({ query }) => query(`DELETE FROM cohorts WHERE name = 'Empty'`));
  });

  test('/start of signed-in staff says that they are signed in', async () => {
    expect(await ask(admin, '/start')).toMatch(/signed in as staff/);
  });

  test('a null character, which PostgreSQL cannot store, is removed from a command and from a text', async () => {
    expect(await ask(admin, '/kit P-\u0000X')).toMatch(/no participant P-X/);
    const person = study.person();
    await ask(person, '/login');
    await type(person, 'a\u0000b@example.org');
    await says(person, /And the password/);
    expect(await ask(person, 'wrong\u0000 horse')).toMatch(/is not right/);
  });

  test('/invite takes a number from 1 to 300', async () => {
    for (const bad of ['0', '301', '-1', '2.5', '7x'])
      expect(await ask(admin, `/invite ${bad}`)).toMatch(/number from 1 to 300/);
    const made = await ask(admin, '/invite 3');
    expect([...made.matchAll(/https:\/\/t\.me\/\w+\?start=[2-9A-Z]{16}/g)]).toHaveLength(3);
  });
});

describe('a staff session', () => {
  const account = async (email: string, role: 'admin' | 'researcher') => {
    const { database, study: parts } = study.harmonia();
    const passwordHash = await parts.passwords.hash('seven purple wheelbarrows');
    return database.transact((uow) => uow.accounts.create({ email, passwordHash, role }));
  };
  const signIn = async (email: string): Promise<Person> => {
    const person = study.person();
    await ask(person, '/login');
    await type(person, email);
    await says(person, /And the password/);
    person.send('seven purple wheelbarrows');
    await says(person, /Signed in as admin|signed in as staff/i);
    return person;
  };

  test('starts by dialog, and the message with the password is deleted', async () => {
    await account('dialog@example.org', 'admin');
    const person = await signIn('dialog@example.org');
    await person.until(() => !JSON.stringify(person.messages()).includes('wheelbarrows'));
    expect(await ask(person, '/participants')).toMatch(/Pilot/);
  });

  test('stays at the password question after /language and after a job’s message: a password is never stored as an answer', async () => {
    await account('interrupted@example.org', 'admin');
    const { person } = await stagedAt(study, 'questionnaire');
    await type(person, '/continue');
    await ask(person, '/login');
    await type(person, 'interrupted@example.org');
    await says(person, /And the password/);
    await ask(person, '/language');
    await tapped(person, ':es');
    await says(person, /contraseña/);
    const { bot, database } = study.harmonia();
    await bot.refresh(String(person.id) as never, async (turn) => turn.notice('NEWS'));
    await person.until(() => person.messages().some(({ text }) => text === 'NEWS'));
    person.send('seven purple wheelbarrows');
    await person.until(() => person.messages().some(({ text }) => /Sesión iniciada/.test(text ?? '')));
    await person.until(() => !JSON.stringify(person.messages()).includes('wheelbarrows'));
    const { userId } = (await participantOf(study, person))!;
    expect(await database.transact((uow) => uow.personality.answers(userId))).toEqual([]);
  });

  test('puts no e-mail address into callback data, and asks the same questions with and without an account', async () => {
    const { id } = await account('unsaid@example.org', 'admin');
    for (const email of ['unsaid@example.org', 'nobody@example.org']) {
      const person = study.person();
      await ask(person, '/login');
      await type(person, email);
      await says(person, /And the password/);
      expect(buttonsOf(person)).toEqual(['login:password:cancel']);
      await person.sendFile('photo', await picture());
      await says(person, /And the password/);
      expect(await tapped(person, ':cancel')).toBe('');
    }
    await signIn('unsaid@example.org');
    expect(JSON.stringify(study.sandbox.calls())).not.toContain(id);
  });

  test('ends by itself after eight hours', async () => {
    await account('expires@example.org', 'admin');
    const person = await signIn('expires@example.org');
    study.clock.advance(8 * 3_600_000 + 1000);
    expect(await ask(person, '/participants')).toMatch(/not available to you/);
  });

  test.each([
    ['the account is disabled', { disabledAt: new Date() }],
    ['its tokens are revoked', { tokenVersion: 1 }],
  ])('ends at once when %s', async (_why, change) => {
    const { id } = await account(`${Object.keys(change)[0]!.toLowerCase()}@example.org`, 'admin');
    const person = await signIn(`${Object.keys(change)[0]!.toLowerCase()}@example.org`);
    expect(await ask(person, '/participants')).toMatch(/Pilot/);
    await study.harmonia().database.transact((uow) => uow.accounts.update(id, change));
    expect(await ask(person, '/participants')).toMatch(/not available to you/);
    expect(await ask(person, '/freeze')).toMatch(/not available to you/);
  });

  test('keeps the language that was chosen in it: after a restart, in another chat and in the next session', async () => {
    await account('polyglot@example.org', 'admin');
    const person = await signIn('polyglot@example.org');
    await ask(person, '/language');
    await tapped(person, ':ru');
    await says(person, /Готово/);
    expect(await ask(person, '/help')).toMatch(/выйти/i);
    await study.restart();
    expect(await ask(person, '/invite 0')).toMatch(/от 1 до 300/);
    await ask(person, '/logout');
    expect(await ask(person, '/help')).not.toMatch(/[а-я]/i);

    const elsewhere = study.person('es');
    const greeting = await ask(elsewhere, '/login polyglot@example.org seven purple wheelbarrows');
    expect(greeting).toMatch(/[а-я]/i);
    expect(await ask(elsewhere, '/participants')).toMatch(/[а-я]/i);
  });

  test('ends with /logout, and does not start with a wrong password', async () => {
    await account('leaves@example.org', 'admin');
    const person = await signIn('leaves@example.org');
    expect(await ask(person, '/logout')).toMatch(/Signed out/);
    expect(await ask(person, '/participants')).toMatch(/not available to you/);
    expect(await ask(person, '/login leaves@example.org wrong password here')).toMatch(/is not right/);
    expect(await ask(person, '/login nobody@example.org wrong password here')).toMatch(/is not right/);
    expect(await ask(person, '/participants')).toMatch(/not available to you/);
  });

  test('waits after five wrong passwords for the address in that chat, while its owner gets in from another', async () => {
    await account('guessed@example.org', 'admin');
    const guesser = study.person();
    for (let n = 0; n < 5; n++)
      expect(await ask(guesser, `/login guessed@example.org wrong ${n}`)).toMatch(/is not right/);
    const right = 'guessed@example.org seven purple wheelbarrows';
    expect(await ask(guesser, `/login ${right}`)).toMatch(/Too many/);
    expect(await ask(guesser, '/login other@example.org wrong')).toMatch(/is not right/);
    await signIn('guessed@example.org');
    await study.restart();
    study.clock.advance(14 * 60_000);
    expect(await ask(guesser, `/login ${right.toUpperCase()}`)).toMatch(/try again in 1 minute\./);
    study.clock.advance(60_000);
    expect(await ask(guesser, `/login ${right}`)).toMatch(/Signed in/);
  });

  test('waits after twenty wrong passwords in one chat, whatever the addresses are', async () => {
    const guesser = study.person();
    for (let n = 0; n < 20; n++)
      expect(await ask(guesser, `/login nobody-${n}@example.org wrong`)).toMatch(/is not right/);
    expect(await ask(guesser, '/login nobody-20@example.org wrong')).toMatch(/Too many/);
  });

  test('is refused alike for an address with and without an account', async () => {
    const guesser = study.person();
    for (let n = 0; n < 5; n++)
      expect(await ask(guesser, `/login nobody-at-all@example.org wrong ${n}`)).toMatch(/is not right/);
    expect(await ask(guesser, '/login nobody-at-all@example.org wrong')).toMatch(/Too many/);
  });
});

describe('/export', () => {
  test('holds the data of the participant and none of another', async () => {
    const mine = await stagedAt(study, 'cohort', { name: 'CANARY-MINE', email: 'canary-mine@example.org' });
    await stagedAt(study, 'cohort', { name: 'CANARY-OTHER', email: 'canary-other@example.org' });
    await ask(mine.person, '/export');
    const { file: pdf } = await says(mine.person, /The same to read/);
    const file = mine.person
      .messages()
      .find(({ file: sent }) => sent?.fileName === 'harmonia-my-data.json')?.file;
    expect(pdf!.fileName).toBe('harmonia-my-data.pdf');
    const read = study.sandbox.file(pdf!.id);
    expect(read.includes('/Subtype /Image')).toBe(true);
    const pages = (await pagesOf(read)).join(' ');
    expect(pages).toContain('CANARY-MINE');
    expect(pages.match(/\bYes\b/g)!.length).toBeGreaterThan(5);
    expect(pages).not.toMatch(/CANARY-OTHER|canary-other|password|gAAAA/);
    expect(pages).toMatch(/HLA-A\*\d/);
    expect(pages).not.toContain('glString');
    expect(pages).toContain(
      study.harmonia().study.instruments.current().instrument.items[0]!.text.en.slice(0, 20),
    );
    const json = study.sandbox.file(file!.id).toString();
    const data = JSON.parse(json) as Record<string, unknown[]>;
    expect(json).toContain('CANARY-MINE');
    expect(json).toContain('canary-mine@example.org');
    expect(json).not.toMatch(/CANARY-OTHER|canary-other/);
    expect(json).not.toMatch(/password|\$2b\$|gAAAA/);
    expect(data['questionnaire_answers']).toHaveLength(44);
    expect(data['calibration_ratings']).toHaveLength(14);
    expect(data['consents']).toHaveLength(5);
    expect(JSON.stringify(data['hla_data'])).toMatch(/HLA-A\*\d/);
    expect(json).not.toMatch(/lust_score|visual_score|mutual/);
  });
});

describe('/withdraw', () => {
  const counts = async (userId: string): Promise<Record<string, number>> => {
    const result: Record<string, number> = {};
    for (const table of [
      'profiles',
      'calibration_ratings',
      'questionnaire_answers',
      'personality_scores',
      'hla_data',
      'kits',
    ])
      result[table] = (await rowsOf(study, `SELECT FROM ${table} WHERE user_id = $1`, [userId])).length;
    return result;
  };
  const whole = {
    profiles: 1,
    calibration_ratings: 14,
    questionnaire_answers: 44,
    personality_scores: 1,
    hla_data: 1,
    kits: 1,
  };

  test.each([
    ['face', { profiles: 0, calibration_ratings: 0 }],
    ['personality', { questionnaire_answers: 0, personality_scores: 0 }],
    ['genetic', { hla_data: 0, kits: 0 }],
    ['matching', {}],
  ] as const)(
    '%s: erases what belongs to it and no more, and ends the participation',
    async (purpose, gone) => {
      const { person, participant } = await stagedAt(study, 'cohort');
      await ask(person, '/withdraw');
      await tapped(person, `withdraw:${purpose}:ask`);
      await says(person, /Are you sure/);
      expect(await counts(participant.userId)).toEqual(whole);
      await tapped(person, `withdraw:${purpose}:yes`);
      await says(person, /participation has ended/);
      expect(await counts(participant.userId)).toEqual({ ...whole, ...gone });
      expect((await participantOf(study, person))!.status).toBe('withdrawn');
      for (const asked of ['/continue', '/status', '/start', 'hello?'])
        expect(await ask(person, asked)).toMatch(/Your participation has ended/);
      expect(await ask(person, '/privacy')).toMatch(/✗/);
    },
  );

  test('the photo of a withdrawn participant is deleted from the disk too', async () => {
    const { person, participant } = await stagedAt(study, 'cohort');
    const path = await study.harmonia().database.transact((uow) => uow.visual.photoPath(participant.userId));
    const file = join(study.harmonia().config.dataDir, path!);
    await access(file);
    await ask(person, '/withdraw');
    await tapped(person, 'withdraw:face:ask');
    await says(person, /Are you sure/);
    await tapped(person, 'withdraw:face:yes');
    await says(person, /erased/);
    await soon(() => expect(access(file)).rejects.toMatchObject({ code: 'ENOENT' }));
  });

  test('research: the participant can continue, and a second tap tells that consent is withdrawn already', async () => {
    const { person, participant } = await stagedAt(study, 'questionnaire');
    await ask(person, '/withdraw');
    await tapped(person, 'withdraw:research:ask');
    await says(person, /Are you sure/);
    const sure = buttonsOf(person).find((data) => data.endsWith(':yes'))!;
    const queries = person.tap(sure, { times: 2 });
    await person.until(() => queries.every((id) => person.toasts().some(({ queryId }) => queryId === id)));
    expect(person.toasts().some(({ text }) => /already been withdrawn/.test(text ?? ''))).toBe(true);
    const records = await rowsOf(
      study,
      `SELECT FROM consents WHERE user_id = $1 AND purpose = 'research' AND NOT granted`,
      [participant.userId],
    );
    expect(records).toHaveLength(1);
    expect(await ask(person, '/continue')).toMatch(/1\/44/);
  });

  test('a no to the last question changes nothing', async () => {
    const { person, participant } = await stagedAt(study, 'cohort');
    await ask(person, '/withdraw');
    await tapped(person, 'withdraw:genetic:ask');
    await says(person, /Are you sure/);
    expect(await tapped(person, 'withdraw:genetic:no')).toMatch(/Nothing was changed/);
    expect(await counts(participant.userId)).toEqual(whole);
  });
});

describe('/delete_my_data', () => {
  test('erases every row and file, confirms it, and a second tap has no effect', async () => {
    const canary = 'CANARYERASED';
    const { person, participant } = await stagedAt(study, 'cohort', {
      name: canary,
      email: `${canary.toLowerCase()}@example.org`,
    });
    const other = await stagedAt(study, 'cohort', { name: 'CANARYSTAYS' });
    await ask(person, '/continue');
    await ask(person, '/export');
    // A job sends both files: without the wait they would stand below the question.
    await person.until(() => person.messages().filter(({ file }) => file?.kind === 'document').length === 2);
    await study
      .harmonia()
      .database.transact((uow) =>
        uow.jobs.enqueue('refresh-chat', { chatId: String(person.id), sentence: 'lab-arrived' }),
      );
    await says(person, /lab has answered/);
    expect((await tablesWith(canary)).length).toBeGreaterThan(0);
    expect(await tablesWith(participant.userId)).toContain('public.participants');
    person.send('/delete_my_data');
    const { id: messageId } = await says(person, /It cannot be undone\. Are you sure/);
    const yes = buttonsOf(person).find((data) => data.endsWith(':yes'))!;
    person.tap(yes);
    await says(person, /Everything about you is erased/);
    for (const trace of [canary, canary.toLowerCase(), participant.code])
      expect((await tablesWith(trace)).filter((table) => table !== 'public.audit_log')).toEqual([]);
    expect(await tablesWith(participant.userId)).toEqual(['public.audit_log']);
    // The outbox deletes the row of the last message a moment after Telegram accepts it.
    await soon(async () => expect(await tablesWith(String(person.id))).toEqual([]));
    const [query] = person.tap(yes, { messageId });
    await person.until(() =>
      person
        .toasts()
        .some(({ queryId, text }) => queryId === query && /nothing left to erase/.test(text ?? '')),
    );
    expect(await tablesWith('CANARYSTAYS')).toContain('public.participants');
    expect(await participantOf(study, other.person)).toBeDefined();
    expect(await ask(person, '/status')).toMatch(/join the study first/);
  });

  test('"cancel" erases nothing', async () => {
    const { person } = await stagedAt(study, 'questionnaire');
    await ask(person, '/delete_my_data');
    expect(await tapped(person, ':no')).toMatch(/Nothing was changed/);
    expect(await ask(person, '/continue')).toMatch(/1\/44/);
  });

  test('works before the first answer, and the chat can join again with a new invite', async () => {
    const { person } = await stagedAt(study, 'language');
    await ask(person, '/delete_my_data');
    await tapped(person, ':yes');
    await says(person, /Everything about you is erased/);
    person.send(`/start ${await study.invite()}`);
    await says(person, /Which language/);
  });
});
