import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';
import { supportedMethods } from '../../sandbox/bot-api/supported-methods.ts';

/*
 * Makes sandbox/bot-api/schemas.json from @gramio/types. After an update of that package, or when a method is
 * added: node test/sandbox/schema-generator.ts
 */

type Json = { [key: string]: unknown };

const root = join(import.meta.dirname, '../..');
const typesFolder = join(root, 'node_modules/@gramio/types/out');
/** The file of the schemas. */
export const schemasFile = join(root, 'sandbox/bot-api/schemas.json');

/** Types that the sandbox checks in code; their schemas would be most of the file. */
const replaced: Readonly<Record<string, Json>> = {
  TelegramInputFile: { type: 'string' },
  TelegramInputProfilePhoto: { type: 'object' },
  TelegramInputRichMessage: { type: 'object' },
  TelegramMessage: { type: 'object' },
  TelegramReactionType: { type: 'object' },
  TelegramUser: { type: 'object' },
};
const flag = { type: 'boolean' };
/** Methods that are newer than the installed types. */
const newer: Readonly<Record<string, Json>> = {
  // Bot API 10.5
  setMySettings: {
    type: 'object',
    properties: {
      supports_inline_queries: flag,
      inline_query_placeholder: { type: 'string' },
      needs_inline_query_location: flag,
      inline_feedback_share_denominator: { type: 'number' },
      can_join_groups: flag,
      can_read_all_group_messages: flag,
      can_connect_to_business: flag,
      can_manage_bots: flag,
      supports_guest_queries: flag,
      supports_join_request_queries: flag,
      has_topics_enabled: flag,
      allows_users_to_create_topics: flag,
      has_topic_sidebar: flag,
      can_communicate_with_bots: flag,
      callback_query_mode: { type: 'string', enum: ['default', 'auto', 'inline'] },
    },
  },
};
const exported = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}Params`;

function generate(): Json {
  // The generator reads source files, so the declarations are copied beside a file that names the wanted types.
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  try {
    for (const file of ['index', 'methods', 'objects', 'params', 'utils']) {
      writeFileSync(join(folder, `${file}.ts`), readFileSync(join(typesFolder, `${file}.d.ts`)));
    }
    const params = readFileSync(join(folder, 'params.ts'), 'utf8');
    const wanted = supportedMethods.filter((name) => params.includes(`interface ${exported(name)} `));
    const fields = wanted.map((name) => `  ${name}: Params.${exported(name)};`).join('\n');
    const entry = join(folder, 'wanted.ts');
    writeFileSync(
      entry,
      `import type * as Params from './params';\nexport interface Wanted {\n${fields}\n}\n`,
    );
    return createGenerator({
      path: entry,
      type: 'Wanted',
      expose: 'all',
      topRef: false,
      jsDoc: 'none',
      skipTypeCheck: true,
      additionalProperties: true,
    }).createSchema('Wanted') as Json;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the forms that cannot be sent: the builders ({ toString() }, { toJSON() }) beside each plain form. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { anyOf, additionalProperties: _, ...rest } = value as Json & { anyOf?: Json[] };
  const kept = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, plain(inner)]));
  if (!anyOf) return kept;
  const options = anyOf.filter((option) => !isBuilder(option)).map(plain) as Json[];
  return { ...kept, ...(options.length === 1 ? options[0] : { anyOf: options }) };
}

function isBuilder(option: Json): boolean {
  const names = Object.keys((option.properties as Json | undefined) ?? {});
  return option.type === 'object' && names.every((name) => name === 'toString' || name === 'toJSON');
}

/** The definitions that the schemas refer to. */
function reachable(start: unknown, definitions: Json): Json {
  const found: Json = {};
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as Json).$ref;
    if (typeof reference === 'string') {
      const name = decodeURIComponent(reference.replace('#/definitions/', ''));
      if (name in found) return;
      found[name] = replaced[name] ?? definitions[name];
      visit(found[name]);
    }
    Object.values(value).forEach(visit);
  };
  visit(start);
  return found;
}

/** Returns the expected text of schemas.json: the parameters of every supported Bot API method as JSON Schema. */
export async function generateSchemas(): Promise<string> {
  const schema = plain(generate()) as { definitions: Json; properties: Json };
  const definitions = reachable(schema.properties, schema.definitions);
  const methods: Json = {};
  for (const name of supportedMethods) {
    const reference = (schema.properties[name] as Json | undefined)?.$ref as string | undefined;
    const target = reference?.replace('#/definitions/', '');
    methods[name] = target === undefined ? (newer[name] ?? { type: 'object' }) : definitions[target];
    if (target !== undefined) delete definitions[target];
  }
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(JSON.stringify({ methods, definitions: sorted }), { parser: 'json', printWidth: 110 });
}

if (import.meta.main) writeFileSync(schemasFile, await generateSchemas());
