import express, { type ErrorRequestHandler } from 'express';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ZodError } from 'zod';
import { HarmoniaError, statusOf } from '../foundation/errors.ts';
import { BotApi, type RecordedCall } from './bot-api/endpoint.ts';
import type { Fault } from './bot-api/faults.ts';
import { Webhook } from './bot-api/webhook.ts';
import { World } from './bot-api/world.ts';
import { controlApi } from './control-api.ts';
import type { ControlPanel } from './control-panel.ts';
import { EventStream } from './event-stream.ts';
import { Memory } from './memory/memory.ts';
import { createPerson, type Person } from './person.ts';
import { personApi, present } from './person-api.ts';
import { Presence } from './presence.ts';

export type { RecordedCall } from './bot-api/endpoint.ts';
export type { Fault } from './bot-api/faults.ts';
export type { Person } from './person.ts';

export interface SandboxOptions {
  /** The bot's token; the number in it is the bot's id. A call with another token is refused with 401. */
  token?: string;
  host?: '127.0.0.1';
  /** The port to listen on; 0, the default, takes a free one. */
  port?: number;
  botUsername?: string;
  botFirstName?: string;
  /** The control panel, called at every request: the study starts after the sandbox. */
  controlPanel?: () => ControlPanel | undefined;
  /** The clock for the dates of messages and the age of links; real time by default. */
  now?: () => Date;
  /**
   * The folder in which people, chats, files, pending updates and all numbers are stored, so that they survive a
   * restart or a kill. A second sandbox on the same folder is refused with `conflict`. Without a folder they are only
   * in memory. Faults and recorded calls are never stored.
   */
  folder?: string;
  /** Milliseconds per unit of the webhook's retry delay; 1000 by default, as on the real server. */
  webhookRetryUnit?: number;
}

export interface PersonDetails {
  firstName: string;
  lastName?: string;
  username?: string;
  /** IETF code; en by default. */
  languageCode?: string;
  /** The label that the page shows. */
  role?: string;
}

export interface Sandbox {
  /** http://127.0.0.1:PORT, the address of the chat page and the root of the Bot API. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  /** Adds a person with a Telegram account, who has not written to the bot yet. */
  person(details: PersonDetails): Person;
  /** All persons, in the order in which they were added. */
  people(): Person[];
  fault(fault: Fault): void;
  clearFaults(): void;
  /** The last 50,000 calls of the bot, of one method or of all. */
  calls(method?: string): RecordedCall[];
  /** The bytes of a file by its file_unique_id, which is ChatFile.id. @throws HarmoniaError `not-found` */
  file(id: string): Buffer;
  close(): Promise<void>;
}

const sandboxToken = '1000000001:sandbox-sandbox-sandbox-sandbox-abc';

/** Allows the page's own scripts and styles, and frames with PDFs from /sandbox/files, which count as 'self'. */
const pagePolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** Starts a Bot API server with a chat page on this machine. It has no log: the page shows its errors as notices. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { token = sandboxToken, host = '127.0.0.1', port = 0, controlPanel = () => undefined } = options;
  const { botUsername: username = 'harmonia_sandbox_bot', botFirstName: firstName = 'Harmonia' } = options;
  const memory = options.folder === undefined ? undefined : await Memory.open(options.folder);
  const world = new World(
    { id: Number(token.split(':')[0]), username, firstName },
    options.now ?? (() => new Date()),
    memory && { ids: memory.ids, keeper: memory },
  );
  /** Shows an unexpected error of the sandbox as a notice on the page. */
  const report = (error: unknown): void =>
    world.emit({ type: 'notice', text: `The sandbox failed: ${String(error)}` });
  const presence = new Presence(world, () => controlPanel() !== undefined);
  const webhook = new Webhook(world.updates, {
    retryUnit: options.webhookRetryUnit ?? 1000,
    onAnswer: (answer) => {
      botApi.handleWebhookAnswer(answer).catch(report);
    },
    onState: (isReachable) => presence.webhook(isReachable),
  });
  const botApi = new BotApi(world, webhook, token, (method) => method === 'getUpdates' && presence.polled());
  const events = new EventStream(world);
  const app = webApp(world, presence, events, controlPanel);
  const server = http.createServer((request, response) => {
    if (BotApi.owns(request.url ?? '')) botApi.handle(request, response).catch(report);
    else app(request, response);
  });
  try {
    await memory?.begin(
      (entries) => world.adopt(entries),
      (text) => world.emit({ type: 'notice', text }),
    );
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    presence.close();
    events.close();
    await memory?.close();
    throw error;
  }
  // A client may reuse a connection after minutes; a call on one that the server has just closed would fail.
  server.keepAliveTimeout = 600_000;
  const address = server.address() as AddressInfo;

  const clients = new Map<number, Person>();
  const clientOf = (id: number): Person => {
    const client = clients.get(id) ?? createPerson(world, world.people.get(id)!);
    clients.set(id, client);
    return client;
  };
  return {
    url: `http://${host}:${address.port}`,
    token,
    port: address.port,
    person: ({ languageCode = 'en', ...details }) =>
      clientOf(world.addPerson({ ...present(details), languageCode }).id),
    people: () => [...world.people.keys()].map(clientOf),
    fault: (fault) => world.faults.add(fault),
    clearFaults: () => world.faults.clear(),
    calls: (method) => botApi.calls.filter((call) => method === undefined || call.method === method),
    file(id) {
      const file = world.files.byUniqueId(id);
      if (!file) throw new HarmoniaError('not-found', 'there is no such file');
      return world.files.bytesOf(file);
    },
    async close() {
      webhook.clear();
      presence.close();
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await memory?.close();
    },
  };
}

function webApp(
  world: World,
  presence: Presence,
  events: EventStream,
  controlPanel: () => ControlPanel | undefined,
): express.Express {
  const app = express();
  app.disable('x-powered-by');
  const page = join(import.meta.dirname, 'page');
  // Refuses DNS rebinding: a page of another site could resolve its own name to 127.0.0.1 and call the sandbox.
  app.use((request, _, next) => {
    const { host = '', origin } = request.headers;
    const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
    const isOurs = origin === undefined || origin === `http://${host}`;
    next(
      isLocal && isOurs
        ? undefined
        : new HarmoniaError('forbidden', 'the sandbox answers to its own page only'),
    );
  });
  app.use(['/page', /^\/$/], (_, response, next) => {
    response.setHeader('Content-Security-Policy', pagePolicy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.get('/', (_, response) => response.sendFile(join(page, 'index.html')));
  app.use('/page', express.static(page, { index: false }));
  app.use('/sandbox', express.json({ limit: '1mb' }));
  app.get('/sandbox/events', events.serve);
  app.use('/sandbox', personApi(world));
  app.use('/sandbox', controlApi(world, presence, controlPanel));
  app.use(() => {
    throw new HarmoniaError('not-found', 'there is nothing here');
  });
  app.use(answerError);
  return app;
}

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    response.status(400).json({ error: `${issue?.path.join('.') || 'body'}: ${issue?.message}` });
  } else if (error instanceof HarmoniaError) {
    response.status(statusOf(error.code)).json({ error: error.message });
  } else {
    const { status = 500, message } = error as { status?: number; message?: string };
    response.status(status).json({ error: message ?? 'the sandbox failed' });
  }
};
