import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { badRequest, inSentence } from './refusal.ts';
import { readButtons } from './read-buttons.ts';
import type { SupportedMethod } from './supported-methods.ts';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
}

const { methods, definitions } = JSON.parse(
  readFileSync(new URL('./schemas.json', import.meta.url), 'utf8'),
) as { methods: Record<SupportedMethod, Schema>; definitions: Record<string, Schema> };

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'bot-api', definitions });
const validators = new Map<Schema, ValidateFunction>();

/** The parameters that the methods check, because the real server refuses them with sentences of their own. */
const ownSentences = new Set(['action', 'parse_mode', 'text', 'photo', 'document', 'chat_id', 'file_id']);
/** Parameters of earlier versions of the Bot API, which the real server still reads in methods that send or edit. */
const olderSchemas: Readonly<Record<string, Schema>> = {
  reply_to_message_id: { type: 'number' },
  allow_sending_without_reply: { type: 'boolean' },
  disable_web_page_preview: { type: 'boolean' },
};

/** The names that the real server uses in a refusal for an inner object. */
const innerNames: Readonly<Record<string, string>> = {
  entities: 'MessageEntity',
  caption_entities: 'MessageEntity',
  media: 'InputMedia',
  commands: 'BotCommand',
  scope: 'BotCommandScope',
  menu_button: 'MenuButton',
};
const jsonNames: Readonly<Record<string, string>> = { reply_markup: 'reply keyboard markup' };
const typeNames: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  integer: 'Number',
  boolean: 'Boolean',
  array: 'Array',
  object: 'Object',
};

/**
 * Reads the parameters of a call like the real server (each may be sent as text) and checks them against the schema.
 * Parameters that the method does not have are left out and listed in `unknown`: the real server ignores them, but a
 * test can check for them.
 */
export function checkParameters(
  method: SupportedMethod,
  raw: Readonly<Record<string, unknown>>,
): { params: Record<string, unknown>; unknown: string[] } {
  const properties = methods[method].properties ?? {};
  const params: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const older = /^(send|edit)/.test(method) ? olderSchemas[name] : undefined;
    const schema = Object.hasOwn(properties, name) ? properties[name] : older;
    if (!schema || value === undefined) unknown.push(name);
    else params[name] = readParameter(name, value, schema);
  }
  return { params, unknown };
}

function readParameter(name: string, raw: unknown, schema: Schema): unknown {
  if (name === 'allowed_updates') return readNames(raw);
  const converted = convert(name, raw, schema);
  if (ownSentences.has(name)) return converted;
  const value = name === 'reply_markup' ? readButtons(converted) : converted;
  const { items } = schema;
  // Elements with several forms are checked one by one, so that a refusal is about the form that the bot sent.
  if (items && resolve(items).anyOf && Array.isArray(value)) {
    for (const item of value) check(name, item, items);
  } else check(name, value, schema);
  return value;
}

/** The names in allowed_updates; undefined, which changes nothing, for what is no JSON array. It is never refused. */
function readNames(raw: unknown): string[] | undefined {
  let value = raw;
  try {
    if (typeof raw === 'string') value = JSON.parse(raw);
  } catch {
    return undefined;
  }
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined;
}

function check(name: string, value: unknown, schema: Schema): void {
  const chosen = chooseVariant(name, value, schema);
  const validate = validators.get(chosen) ?? ajv.compile(rebase(chosen));
  validators.set(chosen, validate);
  if (!validate(value)) throw badRequest(sentenceOf(name, value, validate.errors![0]!));
}

/** Converts a text to the type of the schema, and a number or boolean to a text where the schema has a text. */
function convert(name: string, raw: unknown, schema: Schema): unknown {
  const types = typesOf(schema);
  if (typeof raw === 'string') {
    if (types.has('string')) return raw;
    if (types.has('boolean')) return /^(true|yes|t|1)$/i.test(raw.trim());
    if (types.has('number')) return Number.parseInt(raw, 10) || 0;
    return parseJson(name, raw);
  }
  // Where the schema has a text, the real server takes the JSON of another value: null becomes "null".
  if (types.has('string') && types.size === 1) return JSON.stringify(raw);
  if (types.has('boolean') && typeof raw === 'number') return raw === 1;
  return raw;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`can't parse ${jsonNames[name] ?? name} JSON object`);
  }
}

function typesOf(schema: Schema): Set<string> {
  const resolved = resolve(schema);
  if (resolved.anyOf) return new Set(resolved.anyOf.flatMap((option) => [...typesOf(option)]));
  return new Set([resolved.type ?? 'object'].flat());
}

const resolve = (schema: Schema): Schema =>
  schema.$ref ? definitions[decodeURIComponent(schema.$ref.replace('#/definitions/', ''))]! : schema;

/** Points the references of a schema to one shared document, in which ajv looks definitions up. */
const rebase = (schema: Schema): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"bot-api#/definitions/')) as object;

/**
 * Chooses, among several forms, the one that a value has: by its `type`, or for keyboards by the field that only this
 * form has. A refusal is then about this form.
 */
function chooseVariant(name: string, value: unknown, schema: Schema): Schema {
  const options = resolve(schema).anyOf;
  if (!options) return schema;
  if (typeof value !== 'object' || value === null) {
    throw badRequest(
      name === 'reply_markup' ? 'object expected as reply markup' : `${name} must be an object`,
    );
  }
  const type = 'type' in value ? value.type : undefined;
  const chosen = options.find((option) => {
    const { properties = {}, required = [] } = resolve(option);
    if (properties.type?.const !== undefined) return properties.type.const === type;
    return required.some((field) => field in value && properties[field]?.type !== 'string');
  });
  if (chosen) return chosen;
  // The real server treats an empty markup as none.
  if (name === 'reply_markup') return {};
  throw badRequest(`can't parse ${innerNames[name] ?? name}: Unsupported type specified`);
}

function sentenceOf(name: string, value: unknown, error: ErrorObject): string {
  const path = error.instancePath.split('/').slice(1);
  const field = path.findLast((part) => !/^\d+$/.test(part)) ?? name;
  const message = messageOf(field, error);
  const isKeyboardButton = name === 'reply_markup' && path.length >= (error.keyword === 'required' ? 3 : 4);
  const kind =
    typeof value === 'object' && value !== null && 'keyboard' in value ? 'keyboard' : 'inline keyboard';
  if (isKeyboardButton) return `can't parse ${kind} button: ${message}`;
  const inner = innerNames[name];
  if (inner !== undefined && (path.length > 0 || error.keyword === 'required')) {
    return `can't parse ${inner}: ${message}`;
  }
  return inSentence(message);
}

function messageOf(field: string, { keyword, params }: ErrorObject): string {
  if (keyword === 'required') return `Can't find field "${params.missingProperty as string}"`;
  if (keyword === 'type') {
    const wanted = [params.type as string | string[]].flat()[0]!;
    return `Field "${field}" must be of type ${typeNames[wanted] ?? wanted}`;
  }
  return keyword === 'enum' && field === 'type'
    ? 'Unsupported type specified'
    : `Field "${field}" has an unsupported value`;
}
