import { createHmac, randomBytes } from 'node:crypto';
import { pino, type DestinationStream, type Logger } from 'pino';
import { type ErrorCode, HarmoniaError, levelOf } from './errors.ts';

/** The fields that a log line may have beside its message. Any other field of an object is left out of the line. */
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
  /** The caller gives the chat id. The line carries the first ten hexadecimal digits of its keyed hash. */
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
  /** An address of this program, for instance the one that it listens on; never an address of a person. */
  address?: string;
  folder?: string;
  reason?: string;
}

type Write = (fields: LogFields, message: string) => void;
/** A line at which an operator looks says why it was written. */
type Complain = (fields: LogFields & { reason: string }, message: string) => void;

/** Writes structured lines. Messages and fields carry no personal data. Bot tokens are replaced before writing. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Complain;
  error: Complain;
  fatal: Complain;
  /** Logs an error in the place that handles it: at the level of its code, or at `error` if it is no HarmoniaError. */
  caught(error: unknown, fields: LogFields, message?: string): void;
  /** A log that adds these fields to each of its lines. */
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
 * With `stream` the JSON lines go there. With `chatKey` a chat has the same hash after a restart; without it the key
 * is random.
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
 * The fields of an error in a log line. The message of a library may quote the value that it could not process (a row,
 * a JSON text). So only messages of HarmoniaErrors, of system calls and of JavaScript's own errors are kept. Of any
 * other error the line has the name, the code and the first stack frames.
 */
function described(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  const isSafeMessage =
    error instanceof HarmoniaError ||
    'syscall' in error ||
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof RangeError;
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(isSafeMessage ? { detail: error.message.slice(0, 500) } : {}),
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

/** Replaces bot tokens, alone or within an address of the Bot API. */
const withoutTokens = (line: string): string =>
  line.replace(/bot\d+:[^/\s"\\]+/g, 'bot[token]').replace(/\b\d{5,}:[\w-]{20,}/g, '[token]');

function standardError(): DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ dest: 2, sync: true });
  return { write: (line: string) => void process.stderr.write(readable(line)) };
}

/** Turns one JSON line into `14:03:22 warn  message  key=value …`. */
export function readable(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, string | number>;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${[msg, ...rest].join('  ')}\n`;
}
