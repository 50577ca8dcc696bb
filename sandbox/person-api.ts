import busboy from 'busboy';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';
import { toChatMessage } from './bot-api/message-record.ts';
import type { Upload } from './bot-api/media.ts';
import type { World } from './bot-api/world.ts';
import type { ChatFileKind, ChatPerson } from './chat-types.ts';
import { type OtherKind, otherKinds } from './other-kinds.ts';
import * as actions from './person-actions.ts';

const kinds = [
  'photo',
  'document',
  'video',
  'video_note',
  'voice',
  'sticker',
] as const satisfies readonly ChatFileKind[];
const messageId = z.number().int().positive();
const bodies = {
  person: z.object({
    firstName: z.string().trim().min(1).max(64),
    lastName: z.string().trim().max(64).optional(),
    username: z.string().trim().max(32).optional(),
    languageCode: z.string().trim().min(2).max(8).default('en'),
    role: z.string().trim().max(40).optional(),
  }),
  text: z.object({ text: z.string(), replyTo: messageId.optional() }),
  tap: z.object({
    messageId: messageId.optional(),
    data: z.string(),
    times: z.number().int().min(1).max(20).optional(),
    age: z.number().min(0).optional(),
    as: z.enum(['message', 'inaccessible', 'inline']).optional(),
  }),
  raw: z.record(z.string(), z.unknown()),
  update: z.object({ kind: z.string().regex(/^[a-z_]{1,64}$/), body: z.record(z.string(), z.unknown()) }),
  other: z.object({ kind: z.enum(Object.keys(otherKinds) as [OtherKind, ...OtherKind[]]) }),
  message: z.object({ messageId }),
  edit: z.object({ messageId, text: z.string() }),
  block: z.object({ blocked: z.boolean() }),
};
const uploadLimit = 50 * 1024 * 1024;

type Handler = (person: ChatPerson, request: Request) => unknown;
type Answer = (act: Handler) => (request: Request, response: Response) => Promise<void>;
const at = '/people/:id';

/** Removes the properties that are undefined: types with exact optional properties do not accept them. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
}

/** The actions of persons over HTTP: the routes below /sandbox/people, and the files of the chats. */
export function personApi(world: World): Router {
  const router = express.Router();
  const answer = (act: Handler) => async (request: Request, response: Response) => {
    const person = world.people.get(Number(request.params.id));
    if (!person) throw new HarmoniaError('not-found', 'there is no such person');
    response.json((await act(person, request)) ?? {});
  };
  router.post('/people', (request, response) => {
    response.json(world.addPerson(present(bodies.person.parse(request.body))));
  });
  router.get(
    `${at}/messages`,
    answer((person) => [...world.chats.get(person.id)!.messages.values()].map(toChatMessage)),
  );
  router.get(
    `${at}/commands`,
    answer((person) => world.menus.inChat(person.id, person.languageCode)),
  );
  router.post(
    `${at}/text`,
    answer((person, { body }) => {
      const { text, replyTo } = bodies.text.parse(body);
      return toChatMessage(actions.sendText(world, person, text, replyTo));
    }),
  );
  router.post(
    `${at}/tap`,
    answer((person, { body }) => {
      const { data, ...options } = bodies.tap.parse(body);
      return { queryIds: actions.tap(world, person, data, present(options)) };
    }),
  );
  router.post(
    `${at}/file`,
    answer(async (person, request) => (await receiveFiles(world, person, request)).map(toChatMessage)),
  );
  unusualActions(world, router, answer);
  router.post(
    `${at}/contact`,
    answer((person) => toChatMessage(actions.shareContact(world, person))),
  );
  router.post(
    `${at}/forward`,
    answer((person, { body }) =>
      toChatMessage(actions.forward(world, person, bodies.message.parse(body).messageId)),
    ),
  );
  router.post(
    `${at}/edit`,
    answer((person, { body }) => {
      const edit = bodies.edit.parse(body);
      return toChatMessage(actions.editText(world, person, edit.messageId, edit.text));
    }),
  );
  router.post(
    `${at}/block`,
    answer((person, { body }) => actions.setBlocked(world, person, bodies.block.parse(body).blocked)),
  );
  router.post(
    `${at}/delete-account`,
    answer((person) => actions.deleteAccount(world, person)),
  );
  router.post(
    `${at}/duplicate`,
    answer((person) => actions.repeatLast(world, person)),
  );
  router.get('/files/:id', (request, response) => {
    const file = world.files.byUniqueId(request.params.id);
    if (!file) throw new HarmoniaError('not-found', 'there is no such file');
    // Only pictures, clips and PDFs open in the browser: an HTML file would run scripts in the origin of the chat page.
    const opens = /^(image\/(jpeg|png|gif|webp)|video\/|audio\/|application\/pdf$)/.test(file.mimeType);
    const bytes = world.files.bytesOf(file);
    response.setHeader('Content-Type', opens ? file.mimeType : 'application/octet-stream');
    response.setHeader('Content-Disposition', opens ? 'inline' : 'attachment');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.end(bytes);
  });
  return router;
}

/** Messages and updates that Telegram's apps send in ways of their own, or that no app sends yet. */
function unusualActions(world: World, router: Router, answer: Answer): void {
  router.post(
    `${at}/raw`,
    answer((person, { body }) => toChatMessage(actions.sendRaw(world, person, bodies.raw.parse(body)))),
  );
  router.post(
    `${at}/other`,
    answer((person, { body }) =>
      toChatMessage(actions.sendOther(world, person, bodies.other.parse(body).kind)),
    ),
  );
  router.post(
    `${at}/stop-draft`,
    answer((person) => actions.stopDraft(world, person)),
  );
  router.post(
    `${at}/update`,
    answer((person, { body }) => {
      const { kind, body: update } = bodies.update.parse(body);
      actions.inject(world, person, kind, update);
    }),
  );
}

async function receiveFiles(
  world: World,
  person: ChatPerson,
  request: Request,
): ReturnType<typeof actions.sendFiles> {
  const kind = z.enum([...kinds, 'live_photo']).parse(request.query.kind);
  const { fields, files } = await readForm(request);
  if (kind === 'live_photo') {
    const [file] = files;
    if (!file) throw new HarmoniaError('bad-request', 'there is no file');
    return [await actions.sendLivePhoto(world, person, file)];
  }
  const spoiler = /^(true|1|on)$/.test(fields.get('spoiler') ?? '');
  return actions.sendFiles(
    world,
    person,
    files.map((file, index) => ({
      ...file,
      kind,
      spoiler,
      caption: index === 0 ? fields.get('caption') : undefined,
    })),
  );
}

function readForm(request: Request): Promise<{ fields: Map<string, string>; files: Upload[] }> {
  return new Promise((resolve, reject) => {
    if (!request.is('multipart/form-data')) {
      throw new HarmoniaError('unsupported-type', 'files come as multipart/form-data');
    }
    const fields = new Map<string, string>();
    const files: Upload[] = [];
    const parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: uploadLimit },
    });
    parser.on('field', (name, value) => fields.set(name, value));
    parser.on('file', (_, file, { filename: fileName, mimeType }) => {
      const parts: Buffer[] = [];
      const upload: Upload = { bytes: Buffer.alloc(0), fileName, mimeType };
      files.push(upload);
      file.on('data', (part: Buffer) => parts.push(part));
      file.on('limit', () => reject(new HarmoniaError('too-large', 'a file has at most 50 MB')));
      file.on('end', () => (upload.bytes = Buffer.concat(parts)));
    });
    parser.on('close', () => resolve({ fields, files }));
    parser.on('error', () => reject(new HarmoniaError('bad-request', 'the form is broken')));
    request.pipe(parser);
  });
}
