import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage } from '../sandbox/chat-types.ts';
import type { Person, Sandbox } from '../sandbox/server.ts';

/** One chat as the load sees it: what a person types and taps, and the newest message of the bot. */
export interface LoadChat {
  readonly id: number;
  type(text: string): Promise<void>;
  tap(data: string, messageId: number): Promise<void>;
  /** The newest message of the bot when it differs from this signature; undefined after the time. */
  next(seen: string, timeoutMs: number): Promise<ChatMessage | undefined>;
}

/** What tells two screens apart. */
export const signatureOf = ({ id, text, buttons }: ChatMessage): string =>
  JSON.stringify([id, text, buttons]);

/** A new person of the sandbox in this process. */
export function chatInSandbox(sandbox: Sandbox): LoadChat {
  const person: Person = sandbox.person({ firstName: 'Kim' });
  return {
    id: person.id,
    type: async (text) => void person.send(text),
    tap: async (data, messageId) => void person.tap(data, { messageId }),
    next: (seen, timeoutMs) =>
      person
        .until((someone) => {
          const message = someone.lastFromBot();
          return message && signatureOf(message) !== seen ? message : false;
        }, timeoutMs)
        .catch(() => undefined),
  };
}

const lookAgainMs = 20;

/** A new person on the chat page of a running program, whose address this is. */
export async function chatAtAddress(address: string): Promise<LoadChat> {
  const { id } = await ask<{ id: number }>(address, '/people', { firstName: 'Kim' });
  const at = `/people/${id}`;
  return {
    id,
    type: async (text) => void (await ask(address, `${at}/text`, { text })),
    tap: async (data, messageId) => void (await ask(address, `${at}/tap`, { data, messageId })),
    async next(seen, timeoutMs) {
      for (const until = Date.now() + timeoutMs; Date.now() < until; await sleep(lookAgainMs)) {
        const messages = await ask<ChatMessage[]>(address, `${at}/messages`);
        const message = messages.findLast(({ from }) => from === 'bot');
        if (message && signatureOf(message) !== seen) return message;
      }
      return undefined;
    },
  };
}

/** An invitation from the control panel of the chat page. */
export const inviteAt = async (address: string): Promise<string> =>
  (await ask<{ code: string }>(address, '/control-panel/invite', {})).code;

async function ask<T>(address: string, path: string, body?: object): Promise<T> {
  const response = await fetch(new URL(`/sandbox${path}`, address), {
    ...(body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return (await response.json()) as T;
}
