import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import type { Person } from '../../sandbox/person.ts';
import type { Persona } from './persona.ts';

/** A stage that a synthetic participant can reach: waiting for the laboratory or for the cohort, or the report. */
export type Milestone = 'lab' | 'cohort' | 'report';

/** A synthetic participant on the way through the study. */
export interface Walk {
  /** Resolves when the participant reaches the milestone; rejects when the chat no longer changes. */
  reached(milestone: Milestone): Promise<void>;
  /** The code of the kit; undefined before the bot has sent it. */
  readonly kitCode: string | undefined;
  stop(): void;
}

export interface WalkOptions {
  inviteCode: string;
  /** Returns the bytes of a file in the chat. */
  file: (id: string) => Buffer;
  /** Milliseconds without a new screen after which the participant sends /continue. */
  timeoutMs?: number;
  /** The mean time in milliseconds between reading a message and answering it. */
  pauseMs?: number;
  /** How often in a row the participant sends /continue before the walk fails. */
  nudges?: number;
  /**
   * Continues a walk after a restart: the last value of `onAnswered`. Without it the walk begins with the invitation.
   */
  last?: string | undefined;
  /** Called after each answer with the scope of the question that was answered. */
  onAnswered?: (last: string) => void;
}

interface Asked {
  scope: string;
  item: string;
  values: readonly string[];
}

const kitCode = /\bK[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]\b/;
/** The share of taps that are double taps. */
const doubleTapShare = 0.06;
/** The share of introduced people who meet or talk before they are asked. */
const meetingShare = 0.7;

/**
 * Walks a synthetic participant through the study: reads the newest message, takes the answer from the persona, taps
 * (sometimes twice) or types, and waits for the chat to change.
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
  /** The scope of the question that was answered last. It tells which question a screen without buttons asks. */
  let last = options.last ?? 'start';

  async function run(): Promise<void> {
    // The participant may have opened the invitation before a restart; the bot accepts it a second time.
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
        // The bot answers /continue with a new message, so `seen` stays as it is.
        person.send('/continue');
        continue;
      }
      seen = signatureOf(message);
      if (pauseMs > 0) await sleep(2 * pauseMs * persona.habit());
      if (stopped) return;
      if (await act(message)) nudgesLeft = nudges;
      options.onAnswered?.(last);
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
    // The buttons of a kit are for a kit that is late or lost.
    if (!asked || asked.scope === 'lab') return actWithoutButtons(message);
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
      item === 'check'
        ? { tap: 'yes' }
        : item === 'sex' || item === 'seeks'
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
    // The forms of a finished report.
    file: async () => {
      reach('report');
      return undefined;
    },
    followup: async ({ item }, message) => {
      if (item === 'consent') return { tap: 'yes' };
      if (item.endsWith('done')) return { tap: 'seal' };
      if (item.endsWith('met')) return { tap: persona.habit() < meetingShare ? 'yes' : 'no' };
      const wish = await persona.meet(picture(message));
      if (item.endsWith('would')) return { tap: wish >= 5 ? 'yes' : 'no' };
      return { tap: String(item.endsWith('again') ? wish : 1 + Math.floor(7 * persona.habit())) };
    },
    // The button of a reminder, or of the greeting after days without an answer.
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
