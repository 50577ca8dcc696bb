import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { soon } from '../support/soon.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const fromBot = (person: Person): number => person.messages().filter(({ from }) => from === 'bot').length;
const atQuestionnaire = async (): Promise<{ person: Person; userId: string }> => {
  const { person, participant } = await stagedAt(study, 'questionnaire');
  await type(person, '/continue');
  await says(person, /1\/44/);
  return { person, userId: participant.userId };
};
const answersOf = async (userId: string): Promise<number[]> =>
  (
    await rowsOf<{ value: number }>(
      study,
      'SELECT value FROM questionnaire_answers WHERE user_id = $1 ORDER BY answered_at',
      [userId],
    )
  ).map(({ value }) => value);
const stub = { id: 'x' };

/** A field of each kind of content in Bot API 10.5 that no other test sends, and one that does not exist yet. */
const contents: Readonly<Record<string, unknown>> = {
  checklist: { title: 'To do', tasks: [{ id: 1, text: 'sleep' }] },
  paid_media: { star_count: 1, paid_media: [] },
  widget: stub,
  game: stub,
  invoice: stub,
  giveaway: stub,
  giveaway_winners: stub,
  passport_data: stub,
  poll: stub,
  dice: { emoji: '🎲', value: 3 },
  story: stub,
  location: { latitude: 1, longitude: 1 },
  rich_message: { blocks: [{ type: 'divider' }] },
  hologram_of_2031: stub,
};
const serviceFields = [
  'pinned_message',
  'chat_background_set',
  'message_auto_delete_timer_changed',
  'forum_topic_created',
  'checklist_tasks_done',
  'suggested_post_paid',
  'write_access_allowed',
  'boost_added',
  'gift',
  'unique_gift',
  'refunded_payment',
];

describe('a message of any kind', () => {
  test('gets a sentence where a photo is asked for, also one that does not exist yet', async () => {
    const { person } = await stagedAt(study, 'selfie');
    await type(person, '/continue');
    await says(person, /one photo of your face/);
    for (const [field, value] of Object.entries(contents)) {
      // Within ten seconds they would be one act, with one sentence.
      study.clock.advance(60_000);
      const before = fromBot(person);
      person.sendRaw({ [field]: value });
      await person.until(() => fromBot(person) > before);
      expect(person.lastFromBot()!.text).toMatch(/does not work here|Please send a photo/);
    }
  });

  test('that only reports what happened in the chat is not answered; a gift is logged', async () => {
    const { person } = await atQuestionnaire();
    const before = fromBot(person);
    for (const field of serviceFields) person.sendRaw({ [field]: stub });
    person.send('/help');
    await says(person, /\/status – /);
    expect(fromBot(person)).toBe(before + 1);
    expect(study.logged().match(/"event":"telegram\.gift"/g)).toHaveLength(3);
  });

  test('with rich text is read as its words, whatever their formatting', async () => {
    const { person, userId } = await atQuestionnaire();
    const bold = { type: 'bold', text: [' ', { type: 'italic', text: '4' }] };
    person.sendRaw({ rich_message: { blocks: [{ type: 'paragraph', text: ['', bold] }] } });
    await says(person, /2\/44/);
    expect(await answersOf(userId)).toEqual([4]);
  });

  test('with a live photo is a photo, also when only the live photo names it', async () => {
    const { person } = await stagedAt(study, 'selfie');
    await type(person, '/continue');
    person.sendRaw({
      live_photo: {
        file_id: 'a-video',
        photo: [{ file_id: 'a-photo', file_unique_id: 'p', width: 900, height: 900, file_size: 9000 }],
      },
    });
    await says(person, /looking at your photo|could not read/);
    await soon(() => expect(study.sandbox.calls('getFile').at(-1)?.params).toEqual({ file_id: 'a-photo' }));
  });

  test('with a live photo is looked at like any photo', async () => {
    const { person } = await stagedAt(study, 'selfie');
    await type(person, '/continue');
    await person.sendLivePhoto(await picture(400, 11));
    await says(person, /Shall we use it/);
  });

  test('of another bot is not answered', async () => {
    const { person, userId } = await atQuestionnaire();
    const before = fromBot(person);
    person.sendRaw({ from: { id: 5, is_bot: true, first_name: 'Echo' }, text: '3' });
    person.send('/help');
    await says(person, /\/status – /);
    expect(fromBot(person)).toBe(before + 1);
    expect(await answersOf(userId)).toEqual([]);
  });
});

describe('a message in a topic', () => {
  const threads = (person: Person): unknown[] =>
    study.sandbox
      .calls()
      .filter(({ method, params }) => /^send(?!Chat)/.test(method) && params['chat_id'] === person.id)
      .map(({ params }) => params['message_thread_id']);

  test('is answered there, and what comes later too, until the person writes elsewhere', async () => {
    const { person } = await stagedAt(study, 'questionnaire');
    person.sendRaw({
      text: '/continue',
      message_thread_id: 7,
      entities: [{ type: 'bot_command', offset: 0, length: 9 }],
    });
    await says(person, /1\/44/);
    person.sendRaw({ text: '4', message_thread_id: 7 });
    await says(person, /2\/44/);
    expect(threads(person)).toEqual([7, 7]);
    await study.harmonia().bot.intake.inChat(String(person.id) as ChatId, async (turn) => turn.say('news'));
    await says(person, /news/);
    await type(person, '/help');
    await says(person, /\/status – /);
    expect(threads(person)).toEqual([7, 7, 7, undefined]);
  });

  test('that is gone meanwhile is answered outside it', async () => {
    const { person } = await atQuestionnaire();
    person.inject('message', {
      message_id: 990,
      date: 1,
      from: { id: person.id, is_bot: false, first_name: 'x' },
      chat: { id: person.id, type: 'private', first_name: 'x' },
      message_thread_id: 99,
      text: '3',
    });
    await says(person, /2\/44/);
    await type(person, '3');
    await says(person, /3\/44/);
    expect(threads(person)).toEqual([undefined, 99, undefined, undefined]);
  });
});

describe('a tap', () => {
  const tapOf = (person: Person, value: string): string =>
    buttonsOf(person).find((data) => data.endsWith(`:${value}`))!;

  test.each(['inaccessible', 'inline'] as const)('that comes with an %s message counts once', async (as) => {
    const { person, userId } = await atQuestionnaire();
    const data = tapOf(person, '5');
    const [query] = person.tap(data, { as });
    await says(person, /2\/44/);
    await person.until(() => person.toasts().some(({ queryId }) => queryId === query));
    expect(await answersOf(userId)).toEqual([5]);
  });

  test('in a group is answered, so that the button stops waiting', async () => {
    const { person } = await atQuestionnaire();
    const group = { id: -77, type: 'supergroup', title: 'Group' };
    person.inject('callback_query', {
      id: 'query-in-group',
      from: { id: person.id, is_bot: false, first_name: 'x' },
      message: { message_id: 5, date: 1, chat: group },
      chat_instance: '1',
      data: tapOf(person, '5'),
    });
    await soon(() =>
      expect(study.sandbox.calls('answerCallbackQuery').map(({ params }) => params)).toContainEqual({
        callback_query_id: 'query-in-group',
      }),
    );
  });
});

describe('the direct messages of a channel', () => {
  test('are left without a word', async () => {
    const { person } = await atQuestionnaire();
    person.inject('message', {
      message_id: 5,
      date: 1,
      from: { id: person.id, is_bot: false, first_name: 'x' },
      chat: { id: -78, type: 'supergroup', title: 'Posts', is_direct_messages: true },
      direct_messages_topic: { topic_id: 1 },
      text: 'hello',
    });
    await soon(() => {
      const calls = study.sandbox.calls().filter(({ params }) => params['chat_id'] === -78);
      expect(calls.map(({ method }) => method)).toEqual(['leaveChat']);
    });
  });

  test('and updates of a kind that the bot does not ask for do not stop it', async () => {
    const { person } = await atQuestionnaire();
    for (const kind of ['guest_message', 'managed_bot', 'subscription', 'widget_query', 'hologram'])
      person.inject(kind, { id: '1', from: { id: person.id, is_bot: false, first_name: 'x' } });
    await type(person, '3');
    await says(person, /2\/44/);
  });
});
