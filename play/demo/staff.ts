import type { Person, Sandbox } from '../../sandbox/server.ts';
import type { StaffLogin } from '../control-panel.ts';

/** An admin and a researcher who are signed in, each in a chat of their own. */
export interface DemoStaff {
  /** Sends /freeze, /score and /release, and confirms each with its button. */
  matchAndRelease(): Promise<void>;
  /** Sends /stats and waits for the figures, which a background job sends. */
  readStats(): Promise<void>;
}

const slowMs = 180_000;

/** Signs an admin and a researcher in with the given accounts. */
export async function signInStaff(sandbox: Sandbox, logins: readonly StaffLogin[]): Promise<DemoStaff> {
  const signIn = async (role: StaffLogin['role']): Promise<Person> => {
    const login = logins.find((candidate) => candidate.role === role)!;
    const person = sandbox.person({ firstName: role, role });
    person.send('/start');
    await answerTo(person, () => undefined);
    await answerTo(person, () => person.send(`/login ${login.email} ${login.password}`));
    return person;
  };
  const admin = await signIn('admin');
  const researcher = await signIn('researcher');
  return {
    async matchAndRelease() {
      await answerTo(admin, () => admin.send('/participants'));
      // The start of the job, the declaration as a file and in words, and the result.
      await confirm(admin, '/freeze', 4);
      await answersTo(admin, 2, () => admin.send('/score'));
      await confirm(admin, '/release', 1);
    },
    readStats: () => answersTo(researcher, 2, () => researcher.send('/stats')),
  };
}

/** Acts, and returns the text of the bot's next message. */
async function answerTo(person: Person, act: () => unknown): Promise<string> {
  const before = person.lastFromBot()?.id ?? 0;
  act();
  const message = await person.until((someone) => {
    const last = someone.lastFromBot();
    return last && (before === 0 || last.id > before) ? last : false;
  }, slowMs);
  return message.text ?? '';
}

/** Acts, and waits for several messages: a background job announces its start and its result. */
async function answersTo(person: Person, count: number, act: () => unknown): Promise<void> {
  const before = person.messages().filter(({ from }) => from === 'bot').length;
  act();
  await person.until(
    (someone) => someone.messages().filter(({ from }) => from === 'bot').length >= before + count,
    slowMs,
  );
}

/** Sends a command and taps yes at its question. A job may write to the chat in between. */
async function confirm(person: Person, command: string, answers: number): Promise<void> {
  person.send(command);
  const yes = await person.until(
    (someone) =>
      someone
        .lastFromBot()
        ?.buttons?.flat()
        .find(({ data }) => data?.endsWith(':yes'))?.data ?? false,
    slowMs,
  );
  await answersTo(person, answers, () => person.tap(yes));
}
