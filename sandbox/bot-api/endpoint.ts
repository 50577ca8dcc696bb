import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkParameters } from './check-parameters.ts';
import type { Fault } from './faults.ts';
import type { Upload } from './media.ts';
import type { Described } from './methods/intake.ts';
import { methods } from './methods/table.ts';
import { Refusal } from './refusal.ts';
import { readParameters } from './request.ts';
import { findMethod, type SupportedMethod } from './supported-methods.ts';
import type { Webhook, WebhookAnswer } from './webhook.ts';
import type { World } from './world.ts';

/** A recorded call of the Bot API with its result. */
export interface RecordedCall {
  method: string;
  params: Readonly<Record<string, unknown>>;
  /** The uploaded files. */
  files: readonly { field: string; fileName?: string; size: number }[];
  /** The parameters that the method does not have; the real server ignores them without a word. */
  unknown: readonly string[];
  at: Date;
  /** undefined until the call is answered. */
  result?: unknown;
  error?: { code: number; description: string };
}

const recordLimit = 50_000;

interface Answer {
  status: number;
  body: object | string;
  retryAfter?: number;
}

/** The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>. */
export class BotApi {
  readonly calls: RecordedCall[] = [];
  readonly #world: World;
  readonly #webhook: Webhook;
  readonly #token: string;
  readonly #onCall: (method: SupportedMethod) => void;

  constructor(world: World, webhook: Webhook, token: string, onCall: (method: SupportedMethod) => void) {
    this.#world = world;
    this.#webhook = webhook;
    this.#token = token;
    this.#onCall = onCall;
  }

  /** True for an address of the Bot API. */
  static owns(url: string): boolean {
    return url.startsWith('/bot') || url.startsWith('/file/bot');
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = splitOnce(request.url ?? '', '?');
    if (path.startsWith('/file/')) {
      try {
        return this.#download(path, response);
      } catch (error) {
        return reply(response, failure(error));
      }
    }
    const [token = '', name = ''] = splitOnce(path.slice('/bot'.length), '/');
    const method = findMethod(name);
    if (decodeURIComponent(token) !== this.#token)
      return reply(response, failure(new Refusal(401, 'Unauthorized')));
    if (!method) return reply(response, failure(new Refusal(404, 'Not Found: method not found')));
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const { params, uploads } = await readParameters(request.headers, query, request);
      const answer = await this.#withFaults(method, params, uploads, gone.signal);
      if (answer) reply(response, answer);
      else response.destroy();
    } catch (error) {
      // After a body that was not read to its end, the next request on the connection could not be found.
      response.setHeader('Connection', 'close');
      reply(response, failure(error));
    }
  }

  /** Executes a call in the answer to a webhook delivery. Its result is dropped, as by the real server. */
  async handleWebhookAnswer({ headers, body }: WebhookAnswer): Promise<void> {
    // A body that cannot be read is ignored: the status has acknowledged the delivery already.
    const parsed = await readParameters(headers, '', body).catch(() => undefined);
    if (!parsed) return;
    const { params, uploads } = parsed;
    const { method: name, ...rest } = params;
    const method = typeof name === 'string' ? findMethod(name) : undefined;
    if (!method || /^(get|set|delete)webhook|^get/i.test(method)) return;
    await this.#call(method, rest, uploads, new AbortController().signal);
  }

  async #withFaults(
    method: SupportedMethod,
    params: Record<string, unknown>,
    uploads: ReadonlyMap<string, Upload>,
    gone: AbortSignal,
  ): Promise<Answer | undefined> {
    const chatId = Number(params.chat_id ?? Number.NaN);
    const faults = this.#world.faults.takeForCall(method, Number.isNaN(chatId) ? undefined : chatId);
    for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.milliseconds ?? 1000);
    const failing = faults.find(({ kind }) => kind !== 'delay');
    if (failing && !failing.after) {
      const answer = answerOf(failing);
      const recorded = this.#record(method, params, uploads, []);
      recorded.error = {
        code: answer?.status ?? 0,
        description: failing.description ?? (answer ? `fault ${failing.kind}` : 'socket closed'),
      };
      return answer;
    }
    const answer = await this.#call(method, params, uploads, gone);
    return failing ? answerOf(failing) : answer;
  }

  async #call(
    method: SupportedMethod,
    raw: Record<string, unknown>,
    uploads: ReadonlyMap<string, Upload>,
    gone: AbortSignal,
  ): Promise<Answer> {
    const recorded = this.#record(method, raw, uploads, []);
    this.#onCall(method);
    try {
      const { params, unknown } = checkParameters(method, raw);
      recorded.params = params;
      recorded.unknown = unknown.filter((name) => !uploads.has(name));
      const call = { world: this.#world, webhook: this.#webhook, params: params as never, uploads, gone };
      const result: unknown = await methods[method](call);
      recorded.result = isDescribed(result) ? result.result : result;
      return { status: 200, body: isDescribed(result) ? { ok: true, ...result } : { ok: true, result } };
    } catch (error) {
      const answer = failure(error);
      recorded.error = {
        code: answer.status,
        description: (answer.body as { description: string }).description,
      };
      return answer;
    }
  }

  #record(
    method: SupportedMethod,
    params: Record<string, unknown>,
    uploads: ReadonlyMap<string, Upload>,
    unknown: string[],
  ): RecordedCall {
    const files = [...uploads].map(([field, { fileName, bytes }]) => ({
      field,
      size: bytes.length,
      ...(fileName === undefined ? {} : { fileName }),
    }));
    const recorded: RecordedCall = { method, params, files, unknown, at: this.#world.now() };
    this.calls.push(recorded);
    if (this.calls.length > recordLimit) this.calls.shift();
    return recorded;
  }

  #download(path: string, response: ServerResponse): void {
    const [token = '', filePath = ''] = splitOnce(path.slice('/file/bot'.length), '/');
    if (decodeURIComponent(token) !== this.#token)
      return reply(response, failure(new Refusal(401, 'Unauthorized')));
    const file = this.#world.files.download(decodeURIComponent(filePath));
    if (!file) return reply(response, failure(new Refusal(404, 'Not Found')));
    const bytes = this.#world.files.bytesOf(file);
    response.writeHead(200, { 'Content-Type': file.mimeType, 'Content-Length': bytes.length });
    response.end(bytes);
  }
}

const isDescribed = (result: unknown): result is Described =>
  typeof result === 'object' && result !== null && 'description' in result && 'result' in result;

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The answer of a fault; undefined when the socket is closed instead. */
function answerOf(fault: Fault): Answer | undefined {
  const { kind, description, retryAfter = 1 } = fault;
  if (kind === 'drop') return undefined;
  if (kind === '502')
    return { status: 502, body: '<html><head><title>502 Bad Gateway</title></head></html>' };
  if (kind === '429') {
    const sentence = description ?? `Too Many Requests: retry after ${retryAfter}`;
    return failure(new Refusal(429, sentence, retryAfter));
  }
  const defaults: Partial<Record<Fault['kind'], string>> = {
    '401': 'Unauthorized',
    '403': 'Forbidden: bot was blocked by the user',
    '400': 'Bad Request: chat not found',
    '500': 'Internal Server Error',
  };
  return failure(new Refusal(Number(kind), description ?? defaults[kind] ?? kind));
}

function failure(error: unknown): Answer & { body: { description: string } } {
  const reason = error instanceof Error ? error.message : String(error);
  const refusal = error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${reason}`);
  const { status, message: description, retryAfter } = refusal;
  return {
    status,
    body: {
      ok: false,
      error_code: status,
      description,
      ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
    } as { description: string },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function reply(response: ServerResponse, { status, body, retryAfter }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': isText ? 'text/html' : 'application/json',
    'Content-Length': bytes.length,
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
  });
  response.end(bytes);
}
