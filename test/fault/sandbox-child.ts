import { createSandbox } from '../../sandbox/server.ts';

// Runs a sandbox in the folder of its argument until it is killed. Each line of its output is one completed step.

const sandbox = await createSandbox({ folder: process.argv[2]! });

function say(kind: 'person' | 'message' | 'update', id: number, text?: string): void {
  process.stdout.write(`${JSON.stringify({ kind, id, text, at: Date.now() })}\n`);
}

async function call<T>(method: string, params: object): Promise<T> {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  return ((await response.json()) as { result: T }).result;
}

const person = sandbox.people()[0] ?? sandbox.person({ firstName: 'Ana' });
say('person', person.id);
let offset = 0;
for (let round = 0; ; round++) {
  const text = `text ${round} of ${process.pid}`;
  say('message', person.send(text).id, text);
  if (round % 10 === 0) {
    say('message', (await person.sendFile('document', Buffer.from(text.repeat(5000)))).id);
  }
  const updates = await call<{ update_id: number; message: { text?: string } }[]>('getUpdates', { offset });
  for (const { update_id: id, message } of updates) say('update', id, message.text);
  offset = updates.at(-1)!.update_id + 1;
  const answer = `answer ${round} of ${process.pid}`;
  const sent = await call<{ message_id: number }>('sendMessage', { chat_id: person.id, text: answer });
  say('message', sent.message_id, answer);
}
