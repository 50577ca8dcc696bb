import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox } from '../sandbox/server.ts';
import { chatAtAddress, chatInSandbox, inviteAt, type LoadChat, signatureOf } from './load-chat.ts';

// The people of a load, and the sandbox when no address is given: a process of its own, so that it takes no time from
// the program that is measured. node load-people.ts PEOPLE SECONDS PAUSE-MS [ADDRESS]

const [, , people = '', seconds = '', pause = '', address] = process.argv;
const answerWithinMs = 15_000;
/** All people of the load arrive within this time. */
const arriveMs = 5000;

const sandbox = address === undefined ? await createSandbox() : undefined;
const latencies: number[] = [];
const codes: string[] = [];
let updates = 0;
let errors = 0;
let over = false;
/** People who wait until the photograph that the load does not send counts as rated. */
const waiting = new Map<number, () => void>();

const allowed = Promise.withResolvers<void>();
process.on('message', (message: { code: string } | { sealed: number } | 'begin') => {
  if (message === 'begin') allowed.resolve();
  else if ('code' in message) codes.push(message.code);
  else waiting.get(message.sealed)?.();
});
process.send?.({ kind: 'sandbox', url: sandbox?.url, token: sandbox?.token });
if (sandbox) await allowed.promise;

const begun = performance.now();
process.send?.({ kind: 'begins' });
const stop = setTimeout(() => (over = true), Number(seconds) * 1000);
await Promise.all(
  Array.from({ length: Number(people) }, async (_, index) => {
    await sleep((arriveMs * index) / Number(people));
    while (!over) await comeAndGo();
  }),
);
clearTimeout(stop);
process.send?.({ kind: 'over', updates, errors, latencies, seconds: (performance.now() - begun) / 1000 });
process.disconnect();
await sandbox?.close();

/** One person from the invitation to the last question of the questionnaire; the next one comes after that. */
async function comeAndGo(): Promise<void> {
  const code = address === undefined ? codes.pop() : await inviteAt(address);
  if (code === undefined) throw new Error('the invitations are used up');
  const chat = sandbox ? chatInSandbox(sandbox) : await chatAtAddress(address!);
  let act: (() => Promise<void>) | undefined = () => chat.type(`/start ${code}`);
  let seen = '';
  let last = '';
  let started = 0;
  while (!over) {
    if (act) {
      started = performance.now();
      await act();
      updates += 1;
    }
    const message = await chat.next(seen, answerWithinMs);
    if (!message) {
      errors += 1;
      act = () => chat.type('/continue');
      continue;
    }
    // The first message after an act is its answer; a question may stand in a second one.
    if (act) latencies.push(performance.now() - started);
    act = undefined;
    seen = signatureOf(message);
    const buttons = (message.buttons ?? []).flat();
    const [scope = '', item = ''] = buttons.find(({ data }) => data)?.data?.split(':') ?? [];
    const answer = answerTo(scope, item, last);
    if (answer === undefined) continue;
    last = scope === '' ? answer.step : scope;
    if (answer.step === 'leave') return;
    if (Number(pause) > 0) await sleep(2 * Number(pause) * Math.random());
    const { text, tap } = answer;
    if (text !== undefined) act = () => chat.type(text);
    else if (tap !== undefined) act = () => chat.tap(`${scope}:${item}:${tap}`, message.id);
    else if (sandbox) act = await afterPhoto(chat);
    else return;
  }
}

interface Answer {
  /** Where the person is after it. */
  step: 'question' | 'email' | 'photo' | 'leave';
  text?: string;
  tap?: string;
}

/** What the person does with a message; undefined when the question is still to come. */
function answerTo(scope: string, item: string, last: string): Answer | undefined {
  const step = 'question';
  if (scope === 'questionnaire')
    return item === 'seal' ? { step: 'leave' } : { step, tap: String(1 + Math.floor(5 * Math.random())) };
  if (scope === 'about') {
    const typed: Record<string, string> = { birthYear: '1990', seeksAgeMin: '20', seeksAgeMax: '60' };
    const tapped: Record<string, string> = { check: 'yes', sex: 'female', seeks: 'male' };
    return tapped[item] ? { step, tap: tapped[item] } : { step, text: typed[item] ?? 'Kim' };
  }
  const known: Record<string, string> = { language: 'en', adult: 'yes', consent: 'yes', account: 'skip' };
  if (known[scope]) return { step, tap: known[scope] };
  if (scope !== '') return undefined;
  if (last === 'consent') return { step: 'email', text: `kim-${process.pid}-${updates}@example.org` };
  return last === 'about' ? { step: 'photo' } : undefined;
}

/** The load is about the chat: phase 1 is sealed in the database, and the questionnaire follows. */
async function afterPhoto(chat: LoadChat): Promise<() => Promise<void>> {
  const sealed = new Promise<void>((resolve) => waiting.set(chat.id, resolve));
  process.send?.({ kind: 'at-photo', chatId: chat.id });
  await sealed;
  waiting.delete(chat.id);
  return () => chat.type('/continue');
}
