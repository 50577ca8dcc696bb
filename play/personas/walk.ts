import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import type { Person } from '../../sandbox/person.ts';
import type { Persona } from './persona.ts';

/** Where a synthetic participant has got to. */
export type Milestone = 'lab' | 'cohort' | 'report';

export interface Walk {
  /** Resolves when the participant reached the milestone; rejects when nothing moves any more. */
  reached(milestone: Milestone): Promise<void>;
  /** The code of the kit, once it is known. */
  readonly kitCode: string | undefined;
  stop(): void;
}

export interface WalkOptions {
  inviteCode: string;
  /** The bytes behind a file of the chat. */
  file: (id: string) => Buffer;
  /** How long nothing may change before the participant asks "/continue". */
  timeoutMs?: number;
  /** Milliseconds between reading a message and answering it, on average. */
  pauseMs?: number;
  /** How often "/continue" helps before the walk gives up. */
  nudges?: number;
  /** Goes on after a restart: what `remember` heard last. Without it the walk begins with the invitation. */
  last?: string | undefined;
  /** Hears what was answered last, each time something was. */
  remember?: (last: string) => void;
}

interface Asked {
  scope: string;
  item: string;
  values: readonly string[];
}

const kitCode = /\bK[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]\b/;
/** Every so many taps come twice. */
const doubleTapShare = 0.06;

/**
 * Walks a synthetic participant through the study like a person at the phone: reads the newest message, decides with
 * its own persona, taps (now and then twice) or types, and waits for the chat to change.
 */
export function startWalk(person: Person, persona: Persona, options: WalkOptions): Walk {
  const { timeoutMs = 20_000, nudges = 6, pauseMs = 0 } = options;
  const milestones: Record<Milestone, PromiseWithResolvers<void>> = {
    lab: Promise.withResolvers(),
    cohort: Promise.withResolvers(),
    report: Promise.withResolvers(),
  };
  for (const { promise } of Object.values(milestones)) promise.catch(() => undefined);
  let stopped = false;
  let kit: string | undefined;
  /** What was answered last: a screen without buttons is told by what came before it. */
  let last = options.last ?? 'start';

  async function run(): Promise<void> {
    // An invitation that was opened already does no harm.
    if (last === 'start') person.send(`/start ${options.inviteCode}`);
    let seen = '';
    let nudgesLeft = nudges;
    while (!stopped) {
      const message = await nextScreen(seen);
      if (stopped) return;
      if (!message) {
        if (isIdle()) continue;
        if (nudgesLeft-- === 0) throw new Error(`synthetic participant ${person.id} is stuck after ${last}`);
        if (last === 'photo') last = 'about';
        // What the bot shows next is a message of its own, so what was seen stays seen.
        person.send('/continue');
        continue;
      }
      seen = signatureOf(message);
      if (pauseMs > 0) await sleep(2 * pauseMs * persona.habit());
      if (stopped) return;
      if (await act(message)) nudgesLeft = nudges;
      options.remember?.(last);
    }
  }

  const isIdle = (): boolean => last === 'lab' || last === 'cohort' || last === 'report';

  async function nextScreen(seen: string): Promise<ChatMessage | undefined> {
    try {
      return await person.until((someone) => {
        const message = someone.lastFromBot();
        return stopped || (message && signatureOf(message) !== seen) ? (message ?? false) : false;
      }, timeoutMs);
    } catch {
      return undefined;
    }
  }

  async function act(message: ChatMessage): Promise<boolean> {
    const asked = askedBy(message);
    if (!asked) return actWithoutButtons(message);
    const answer = await answers[asked.scope]?.(asked, message);
    if (answer === undefined) return false;
    last = asked.scope;
    if ('type' in answer) person.send(answer.type);
    else
      person.tap(`${asked.scope}:${asked.item}:${answer.tap}`, {
        messageId: message.id,
        times: persona.habit() < doubleTapShare ? 2 : 1,
      });
    return true;
  }

  async function actWithoutButtons(message: ChatMessage): Promise<boolean> {
    kit = kitCode.exec(message.text ?? '')?.[0] ?? kit;
    if (kitCode.test(message.text ?? '')) return reach('lab');
    if (last === 'consent') {
      last = 'email';
      person.send(persona.email);
      return true;
    }
    if (last === 'about' || last === 'selfie') {
      last = 'photo';
      await person.sendFile('photo', await persona.selfie(), {
        fileName: 'selfie.jpg',
        mimeType: 'image/jpeg',
      });
      return true;
    }
    if (last === 'lab' && !message.file) return reach('cohort');
    return false;
  }

  function reach(milestone: Milestone): boolean {
    last = milestone;
    milestones[milestone].resolve();
    return true;
  }

  const picture = (message: ChatMessage): Buffer | undefined => message.file && options.file(message.file.id);
  const answers: Readonly<
    Record<
      string,
      (asked: Asked, message: ChatMessage) => Promise<{ tap: string } | { type: string } | undefined>
    >
  > = {
    language: async () => ({ tap: persona.locale }),
    adult: async () => ({ tap: 'yes' }),
    consent: async () => ({ tap: 'yes' }),
    account: async () => (persona.password === undefined ? { tap: 'skip' } : { type: persona.password }),
    about: async ({ item }) =>
      item === 'sex' || item === 'seeks'
        ? { tap: persona[item] }
        : { type: String(aboutWords(persona, item)) },
    selfie: async () => ({ tap: 'yes' }),
    calibration: async ({ item }, message) =>
      item === 'seal'
        ? { tap: 'seal' }
        : { tap: String(await persona.swipe(picture(message) ?? Buffer.alloc(0))) },
    questionnaire: async ({ item }) => ({ tap: item === 'seal' ? 'seal' : String(persona.agree(item)) }),
    profiles: async ({ item }, message) => {
      if (item === 'seal' || item === 'nobody') return { tap: 'seal' };
      const wish = await persona.meet(picture(message));
      return { tap: item.startsWith('w') ? String(wish) : wish >= 5 ? 'yes' : 'no' };
    },
    report: async ({ item }) => {
      reach('report');
      return item === 'ready' ? undefined : { tap: 'yes' };
    },
    // A reminder or a greeting after a long silence.
    go: async () => ({ tap: 'continue' }),
  };

  run().catch((error: unknown) => {
    for (const { reject } of Object.values(milestones)) reject(error);
  });
  return {
    reached: (milestone) => milestones[milestone].promise,
    get kitCode() {
      return kit;
    },
    stop: () => void (stopped = true),
  };
}

function aboutWords(persona: Persona, item: string): string | number {
  if (item === 'birthYear' || item === 'seeksAgeMin' || item === 'seeksAgeMax') return persona[item];
  return persona.firstName;
}

function askedBy({ buttons }: ChatMessage): Asked | undefined {
  const taps = (buttons ?? []).flat().flatMap(({ data }) => (data === undefined ? [] : [data.split(':')]));
  const [scope, item] = taps[0] ?? [];
  return scope === undefined || item === undefined
    ? undefined
    : { scope, item, values: taps.map(([, , value]) => value ?? '') };
}

const signatureOf = ({ id, text, buttons }: ChatMessage): string => JSON.stringify([id, text, buttons]);
