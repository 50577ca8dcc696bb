import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlimitedPace } from '../../bot/telegram/pacer.ts';
import { createClock, type MovableClock } from '../../foundation/clock.ts';
import { parseConfig } from '../../config.ts';
import { issueInvite } from '../../engine/protocol/invitations.ts';
import { type Harmonia, startHarmonia } from '../../app/start.ts';
import { createLog, type Log } from '../../foundation/log.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import { createSandboxStaff, deliverLab, type StaffLogin } from '../../play/control-panel.ts';
import { closeAfterFile } from './close-after-file.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createStandInAnalyser, picture } from './faces.ts';
import { patience } from './patience.ts';

/** The whole program on a database of its own, talking to the sandbox over HTTP. */
export interface TestStudy {
  readonly sandbox: Sandbox;
  readonly clock: MovableClock;
  /** The program as it runs now; another one after `restart`. */
  harmonia(): Harmonia;
  /** With these variables changed, if any; an empty one is unset. */
  restart(change?: Record<string, string>): Promise<void>;
  invite(): Promise<string>;
  /** A new person in the sandbox. */
  person(languageCode?: string): Person;
  staff(role: StaffLogin['role']): Promise<Person>;
  /** Everything the program logged, as text. */
  logged(): string;
  /** Stops it and removes its data; once, however often it is called. */
  close(): Promise<void>;
}

interface TestStudyOptions {
  /** Hashes passwords at bcrypt's lowest cost, which takes a millisecond instead of a quarter of a second. */
  cheapPasswords?: boolean;
  /** Sends messages at Telegram's pace: the people of most tests type faster than it allows. */
  telegramPace?: boolean;
}

const lowestRounds = 4;

/** Starts it with these variables; call in beforeAll. It is stopped when the file ends. */
export const startTestStudy = (
  env: Record<string, string> = {},
  options: TestStudyOptions = {},
): Promise<TestStudy> => closeAfterFile(start(env, options));

async function start(
  env: Record<string, string>,
  { cheapPasswords = true, telegramPace = false }: TestStudyOptions,
): Promise<TestStudy> {
  await using unfinished = new AsyncDisposableStack();
  const store: TestDatabase = await createTestDatabase();
  unfinished.defer(() => store.close());
  const dataDir = await mkdtemp(join(tmpdir(), 'harmonia-test-'));
  unfinished.defer(() => rm(dataDir, { recursive: true, force: true }));
  const clock = createClock();
  const sandbox = await createSandbox();
  unfinished.defer(() => sandbox.close());
  const lines: string[] = [];
  const log: Log = createLog({ level: 'debug', stream: { write: (line: string) => void lines.push(line) } });
  const variables: Record<string, string> = {
    DATA_DIR: dataDir,
    DATABASE_URL: store.url,
    BOT_TOKEN: sandbox.token,
    BOT_API_ROOT: sandbox.url,
    PORT: '0',
    HOST: '127.0.0.1',
    ...env,
  };
  const startProgram = (): Promise<Harmonia> =>
    startHarmonia(parseConfig(variables), {
      log,
      clock,
      analyser: Promise.resolve(createStandInAnalyser()),
      ...(cheapPasswords && { passwords: { rounds: lowestRounds } }),
      ...(!telegramPace && { pace: unlimitedPace }),
    });
  let running = await startProgram();
  unfinished.defer(() => running.stop());
  const opened = unfinished.move();
  let closing: Promise<void> | undefined;
  let logins: StaffLogin[] | undefined;
  return {
    sandbox,
    clock,
    harmonia: () => running,
    async restart(change = {}) {
      await running.stop();
      Object.assign(variables, change);
      running = await startProgram();
    },
    invite: () =>
      running.database.transact((uow) => issueInvite(uow, { by: null, now: clock.now(), ttlDays: 14 })),
    person: (languageCode = 'en') => sandbox.person({ firstName: 'Somebody', languageCode }),
    async staff(role) {
      logins ??= await createSandboxStaff(running);
      const login = logins.find((candidate) => candidate.role === role)!;
      const person = sandbox.person({ firstName: role });
      person.send(`/login ${login.email} ${login.password}`);
      await says(person, /Signed in/);
      return person;
    },
    logged: () => lines.join('\n'),
    close: () => (closing ??= opened.disposeAsync()),
  };
}

/** Moves the clock on to noon in UTC: at night no reminder is sent. */
export function atNoon({ clock }: Pick<TestStudy, 'clock'>): void {
  const dayMs = 86_400_000;
  clock.advance((1.5 * dayMs - (clock.now().getTime() % dayMs)) % dayMs);
}

/** Waits until the bot's newest message fits. */
export const says = (person: Person, pattern: RegExp, timeoutMs = patience(10_000)): Promise<ChatMessage> =>
  person.until((someone) => {
    const message = someone.lastFromBot();
    return message && pattern.test(message.text ?? '') ? message : false;
  }, timeoutMs);

/** The callback data of the newest question's buttons. */
export const buttonsOf = (person: Person): string[] =>
  (person.lastFromBot()?.buttons ?? []).flat().flatMap(({ data }) => (data === undefined ? [] : [data]));

/**
 * Taps the newest question's button with that value, and waits until that question or the chat's end has changed. A
 * notice that a job has sent below the question does not take its buttons away, so the newest message that has buttons
 * is used.
 */
export async function choose(person: Person, value: string): Promise<void> {
  const { asked, data } = await person.until(() => {
    const question = newestQuestion(person);
    const button = question?.buttons?.flat().find((candidate) => candidate.data?.endsWith(`:${value}`));
    return button?.data !== undefined && { asked: question!.id, data: button.data };
  }, patience(10_000));
  const state = (): string =>
    JSON.stringify([signature(person), person.lastFromBot()?.id !== asked && newestQuestion(person)]);
  const before = state();
  person.tap(data);
  await person.until(() => state() !== before, patience(10_000));
}

/** The newest message of the bot that has buttons. */
const newestQuestion = (person: Person): ChatMessage | undefined => {
  const last = person.lastFromBot();
  return last?.buttons ? last : person.messages().findLast(({ from, buttons }) => from === 'bot' && buttons);
};

/** Types an answer and waits for the next message. */
export async function type(person: Person, text: string): Promise<void> {
  const before = signature(person);
  person.send(text);
  await changed(person, before);
}

const signature = (person: Person): string => {
  const message = person.lastFromBot();
  return JSON.stringify([message?.id, message?.text, message?.buttons]);
};
const changed = (person: Person, before: string): Promise<unknown> =>
  person.until(() => signature(person) !== before, patience(10_000));

/** The stages a test person can be taken to. */
export type Stop =
  'consent' | 'account' | 'about' | 'selfie' | 'calibration' | 'questionnaire' | 'lab' | 'cohort';

export interface Profile {
  sex?: 'female' | 'male';
  seeks?: 'female' | 'male' | 'both';
  name?: string;
  email?: string;
  selfieSeed?: number;
}

let emails = 0;

/** Walks a person from /start to the first question of a stage, in English. */
export async function walkTo(
  study: TestStudy,
  person: Person,
  stop: Stop,
  profile: Profile = {},
): Promise<void> {
  const {
    sex = 'female',
    seeks = 'male',
    name = 'Kim',
    email = `kim-${++emails}@example.org`,
    selfieSeed = emails,
  } = profile;
  const legs: [Stop, () => Promise<void>][] = [
    [
      'consent',
      async () => {
        person.send(`/start ${await study.invite()}`);
        await says(person, /language/i);
        await choose(person, 'en');
        await choose(person, 'yes');
      },
    ],
    [
      'account',
      async () => {
        for (let purposes = 0; purposes < 5; purposes++) await choose(person, 'yes');
      },
    ],
    [
      'about',
      async () => {
        await type(person, email);
        await choose(person, 'skip');
      },
    ],
    [
      'selfie',
      async () => {
        await choose(person, sex);
        await choose(person, seeks);
        for (const answer of ['1990', '18', '99', name]) await type(person, answer);
        await choose(person, 'yes');
      },
    ],
    [
      'calibration',
      async () => {
        await person.sendFile('photo', await picture(400, selfieSeed));
        await says(person, /Shall we use it/);
        await choose(person, 'yes');
      },
    ],
    [
      'questionnaire',
      async () => {
        for (let face = 0; face < 14; face++) await choose(person, String(1 + ((face * 7 + selfieSeed) % 4)));
        await choose(person, 'seal');
      },
    ],
    [
      'lab',
      async () => {
        for (let item = 0; item < 44; item++) await choose(person, String(1 + ((item * 3 + selfieSeed) % 5)));
        await choose(person, 'seal');
      },
    ],
    [
      'cohort',
      async () => {
        await deliverLab(study.harmonia(), String(selfieSeed));
        await says(person, /All three stages/);
      },
    ],
  ];
  for (const [name_, walk] of legs) {
    await walk();
    if (name_ === stop) return;
  }
}
