import { fetchMessages, fetchState } from './server-api.js';

const typingMilliseconds = 5_000;
const draftMilliseconds = 30_000;
const timeoutMilliseconds = 30_000;

function createChat(id) {
  return {
    id,
    messages: [],
    loaded: false,
    held: undefined,
    unread: 0,
    waiting: new Map(),
    action: undefined,
    draft: undefined,
  };
}

function place(chat, message) {
  const index = chat.messages.findIndex((known) => known.id === message.id);
  if (index >= 0) chat.messages[index] = message;
  else chat.messages.push(message);
  if (index < 0) chat.messages.sort((one, other) => one.id - other.id);
}

/**
 * Creates the state of the page: the bot, the people and the chats that were opened. `on(topic, listener)` calls the
 * listener at changes of a topic: people, bot, clock, connection, chat (value: chat id), action (chat id), answered
 * (the event), commands (chat id or undefined), reply (the message to reply to), notice (text) or activity.
 */
export function createPageState() {
  const topics = new EventTarget();
  const state = {
    bot: undefined,
    controlPanel: false,
    now: undefined,
    people: new Map(),
    chats: new Map(),
    connection: 'connecting',
    /** True when a chat is visible; a message in another chat counts as unread. */
    isInSight: () => false,
    on(topic, listener) {
      topics.addEventListener(topic, (event) => listener(event.detail));
    },
    tell(topic, value) {
      topics.dispatchEvent(new CustomEvent(topic, { detail: value }));
    },
    chat(id) {
      if (!state.chats.has(id)) state.chats.set(id, createChat(id));
      return state.chats.get(id);
    },
    apply: (event) => apply(state, event),
    open: (id) => openChat(state, id),
    refresh: () => refresh(state),
    setConnection(connection) {
      if (state.connection === connection) return;
      state.connection = connection;
      state.tell('connection', connection);
    },
    seen(id) {
      const chat = state.chat(id);
      if (chat.unread === 0) return;
      chat.unread = 0;
      state.tell('people');
    },
  };
  return state;
}

// Unread messages of synthetic participants are not counted: a demo makes thousands of them.
const isFollowed = (state, id) => state.people.get(id)?.role !== 'synthetic';

const changes = {
  person(state, { person }) {
    state.people.set(person.id, person);
    state.tell('people');
    state.tell('chat', person.id);
  },
  message(state, { message }) {
    const chat = state.chat(message.chatId);
    chat.action = undefined;
    if (message.from === 'bot') chat.draft = undefined;
    if (chat.loaded) place(chat, message);
    if (message.opensReply) state.tell('reply', message);
    if (message.from === 'bot' && isFollowed(state, chat.id) && !state.isInSight(chat.id)) {
      chat.unread += 1;
      state.tell('people');
    }
    state.tell('chat', chat.id);
    state.tell('activity');
  },
  edited(state, { message }) {
    const chat = state.chat(message.chatId);
    if (chat.loaded) place(chat, message);
    state.tell('chat', chat.id);
    state.tell('activity');
  },
  deleted(state, { chatId, messageId }) {
    const chat = state.chat(chatId);
    chat.messages = chat.messages.filter((message) => message.id !== messageId);
    state.tell('chat', chatId);
  },
  action(state, { chatId, action }) {
    const chat = state.chat(chatId);
    const shown = { action };
    chat.action = shown;
    state.tell('action', chatId);
    setTimeout(() => {
      if (chat.action !== shown) return;
      chat.action = undefined;
      state.tell('action', chatId);
    }, typingMilliseconds);
  },
  draft(state, { chatId, draftId, text, canStop }) {
    const chat = state.chat(chatId);
    const shown = { draftId, text, canStop };
    chat.draft = shown;
    state.tell('action', chatId);
    setTimeout(() => {
      if (chat.draft !== shown) return;
      chat.draft = undefined;
      state.tell('action', chatId);
    }, draftMilliseconds);
  },
  answered(state, event) {
    settle(state, event.chatId, `${event.messageId} ${event.data}`);
    state.tell('answered', event);
  },
  commands: (state, { chatId }) => state.tell('commands', chatId),
  bot(state, { online }) {
    if (!state.bot) return;
    state.bot = { ...state.bot, online };
    state.tell('bot');
  },
  'control-panel'(state, { controlPanel }) {
    if (!state.bot) return;
    state.controlPanel = controlPanel;
    state.tell('bot');
  },
  clock(state, { now }) {
    state.now = now;
    state.tell('clock', now);
  },
  notice: (state, { text }) => state.tell('notice', text),
};

function apply(state, event) {
  const chatId = event.chatId ?? event.message?.chatId;
  const chat = chatId === undefined ? undefined : state.chats.get(chatId);
  if (chat?.held) chat.held.push(event);
  else changes[event.type]?.(state, event);
}

/** Marks the button `key` ("messageId data") of a chat as waiting for `times` answers, for at most 30 s. */
export function expectAnswers(state, chatId, key, times) {
  const timer = setTimeout(() => stopWaiting(state, chatId, key), timeoutMilliseconds);
  state.chat(chatId).waiting.set(key, { left: times, timer });
  state.tell('chat', chatId);
}

/** Ends the waiting of a button. */
export function stopWaiting(state, chatId, key) {
  const { waiting } = state.chat(chatId);
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  state.tell('chat', chatId);
}

function settle(state, chatId, key) {
  const expected = state.chat(chatId).waiting.get(key);
  if (!expected) return;
  expected.left -= 1;
  if (expected.left <= 0) stopWaiting(state, chatId, key);
}

async function openChat(state, id) {
  const chat = state.chat(id);
  if (chat.held) return;
  // Events that arrive before the list of messages are held and applied after it, in their order.
  chat.held = [];
  try {
    chat.messages = await fetchMessages(id);
    chat.loaded = true;
  } finally {
    const held = chat.held;
    chat.held = undefined;
    for (const event of held) state.apply(event);
  }
  state.tell('chat', id);
}

async function refresh(state) {
  const answer = await fetchState();
  state.bot = answer.bot;
  state.controlPanel = answer.controlPanel;
  state.now = answer.now;
  state.people = new Map(answer.people.map((person) => [person.id, person]));
  for (const id of state.chats.keys()) if (!state.people.has(id)) state.chats.delete(id);
  for (const chat of state.chats.values()) chat.waiting.clear();
  await Promise.all(
    [...state.chats.values()].filter((chat) => chat.loaded).map((chat) => openChat(state, chat.id)),
  );
  for (const topic of ['bot', 'people', 'commands', 'activity']) state.tell(topic);
  state.tell('clock', state.now);
}
