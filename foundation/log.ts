import { createHmac, randomBytes } from 'node:crypto';
import { pino, type DestinationStream, type Logger } from 'pino';
import { type ErrorCode, HarmoniaError, levelOf } from './errors.ts';

/** All that may be said in a log line beside the message. Anything else is dropped, whatever its type claims. */
export interface LogFields {
  /** What happened, in dotted words: `job.done`, `http.request`, `update.handled`. */
  event?: string;
  code?: ErrorCode;
  method?: string;
  /** The route's pattern, never the address with its ids. */
  route?: string;
  status?: number;
  durationMs?: number;
  waitMs?: number;
  job?: string;
  jobId?: string;
  /** A chat id goes in, ten letters of its keyed hash come out. */
  chat?: string;
  updateId?: number;
  dialog?: string;
  command?: string;
  cohort?: string;
  count?: number;
  attempts?: number;
  bytes?: number;
  mode?: string;
  version?: string;
  /** Addresses and folders of this program's own, such as where it listens. */
  address?: string;
  folder?: string;
  reason?: string;
}

type Write = (fields: LogFields, message: string) => void;

/** Structured lines; messages and fields carry no personal data, and a bot token never gets through. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  fatal: Write;
  /** An error where it is handled: at the level of its code, or as an error when it is unexpected. */
  caught(error: unknown, fields: LogFields, message?: string): void;
  /** The same log with fields that are on every line. */
  child(fields: LogFields): Log;
}

const fieldNames = {
  event: true,
  code: true,
  method: true,
  route: true,
  status: true,
  durationMs: true,
  waitMs: true,
  job: true,
  jobId: true,
  chat: true,
  updateId: true,
  dialog: true,
  command: true,
  cohort: true,
  count: true,
  attempts: true,
  bytes: true,
  mode: true,
  version: true,
  address: true,
  folder: true,
  reason: true,
} as const satisfies Record<keyof LogFields, true>;

/**
 * A log at the given level: JSON lines on standard error, or short readable lines when that is a terminal.
 * `stream` takes finished JSON lines instead; `chatKey` keeps chat hashes the same from one start to the next.
 */
export function createLog(options: {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  stream?: DestinationStream;
  chatKey?: Buffer;
}): Log {
  const chatKey = options.chatKey ?? randomBytes(32);
  const sink = options.stream ?? standardError();
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void sink.write(withoutTokens(line)) },
  );
  return wrap(logger, (fields) => allowed(fields, chatKey));
}

function wrap(logger: Logger, clean: (fields: LogFields) => Record<string, string | number>): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Write =>
    (fields, message) =>
      logger[level](clean(fields), message);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    caught(error, fields, message) {
      const level = error instanceof HarmoniaError ? levelOf(error.code) : 'error';
      logger[level]({ ...clean(fields), ...described(error) }, message ?? 'failed');
    },
    child: (fields) => wrap(logger.child(clean(fields)), clean),
  };
}

function allowed(fields: LogFields, chatKey: Buffer): Record<string, string | number> {
  const result: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!(name in fieldNames)) continue;
    if (name === 'chat') result['chat'] = chatTag(String(value), chatKey);
    else if (typeof value === 'string') result[name] = value.slice(0, 300);
    else if (typeof value === 'number') result[name] = value;
  }
  return result;
}

const chatTag = (chatId: string, key: Buffer): string =>
  createHmac('sha256', key).update(chatId).digest('hex').slice(0, 10);

/**
 * What may be said of an error. Messages of libraries quote the value they choke on (a row, a JSON text), so only
 * our own, the operating system's and the language's messages are kept; the rest is its name and where it arose.
 */
function described(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  const speaks =
    error instanceof HarmoniaError ||
    'syscall' in error ||
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof RangeError;
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(speaks ? { detail: error.message.slice(0, 500) } : {}),
    ...(error instanceof HarmoniaError ? {} : { at: frames(error) }),
    ...(error.cause instanceof Error ? { cause: error.cause.name } : {}),
  };
}

const frames = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at ') && !line.includes('node:internal'))
    .slice(0, 4)
    .map((line) => line.trim().slice(3))
    .join(' < ');

/** Bot tokens, bare or as part of an address of the Bot API. */
const withoutTokens = (line: string): string =>
  line.replace(/bot\d+:[^/\s"\\]+/g, 'bot[token]').replace(/\b\d{5,}:[\w-]{20,}/g, '[token]');

function standardError(): DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ dest: 2, sync: true });
  return { write: (line: string) => void process.stderr.write(readable(line)) };
}

/** `14:03:22 warn  message  key=value …` from one JSON line. */
export function readable(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, string | number>;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${[msg, ...rest].join('  ')}\n`;
}
