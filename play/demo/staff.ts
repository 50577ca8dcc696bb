import type { Person, Sandbox } from '../../sandbox/server.ts';
import type { StaffLogin } from '../control-panel.ts';

/** An admin and a researcher who are signed in, each in a chat of their own. */
export interface DemoStaff {
  /** Sends /freeze, /score and /release, and confirms each with its button. */
  matchAndRelease(): Promise<void>;
  /** Sends /stats and returns the answer. */
  readStats(): Promise<string>;
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
      await confirm(admin, '/freeze');
      await twoAnswersTo(admin, () => admin.send('/score'));
      await confirm(admin, '/release');
    },
    readStats: () => answerTo(researcher, () => researcher.send('/stats')),
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

/** Acts, and waits for two messages: a background job announces its start and its result. */
async function twoAnswersTo(person: Person, act: () => unknown): Promise<void> {
  const before = person.messages().filter(({ from }) => from === 'bot').length;
  act();
  await person.until(
    (someone) => someone.messages().filter(({ from }) => from === 'bot').length >= before + 2,
    slowMs,
  );
}

async function confirm(person: Person, command: string): Promise<void> {
  await answerTo(person, () => person.send(command));
  const button = person
    .lastFromBot()
    ?.buttons?.flat()
    .find(({ data }) => data?.endsWith(':yes'));
  if (!button?.data)
    throw new Error(`${command} offered nothing to confirm: ${person.lastFromBot()?.text ?? 'no answer'}`);
  await answerTo(person, () => person.tap(button.data!));
}
