import { createChatColumn } from './chat-column.js';
import { createControlPanel } from './control-panel.js';
import { followEvents } from './event-stream.js';
import { attempt, showSnack } from './notices.js';
import { createOpenChats } from './open-chats.js';
import { createPageState } from './page-state.js';
import { createPeopleList } from './people-list.js';
import { askPerson, freeName } from './person-dialog.js';
import { addPerson, sendText } from './server-api.js';
import { createTopBar } from './top-bar.js';
import { welcome } from './welcome.js';

const narrow = matchMedia('(max-width: 699px)');
const panelEveryMilliseconds = 15_000;
const peoplePauseMilliseconds = 50;
const panelPauseMilliseconds = 1_200;

const state = createPageState();
const chats = document.getElementById('chats');
const columns = new Map();
const open = createOpenChats(() => arrange());
const people = createPeopleList(document.getElementById('people'), {
  choose: (id) => show(id),
  add: () => add(),
});
const controlPanel = createControlPanel(document.getElementById('control-panel'), { join });
const top = createTopBar(document.getElementById('top'), state, { add: () => add() });
const first = welcome({ add: () => add(), invite: () => top.openPanel(controlPanel.invite) });

state.isInSight = (id) =>
  !document.hidden && open.ids().includes(id) && (!narrow.matches || open.active() === id);

function add(details = {}) {
  askPerson(state, { made: (person) => show(person.id, { isNew: person }), ...details });
}

/** Opens a chat and makes it the active one. */
function show(id, { isNew } = {}) {
  if (isNew) state.people.set(isNew.id, isNew);
  open.show(id);
  const column = columns.get(id);
  turnTo(column.node);
  // On a phone a focus in the text field opens the keyboard, which would cover the chat.
  if (!narrow.matches) column.focus();
  return column;
}

async function join({ role, languageCode = 'en', text, prefill, reuse }) {
  const known = reuse && [...state.people.values()].find((person) => person.role === role && !person.deleted);
  const firstName = reuse ? `${role[0].toUpperCase()}${role.slice(1)}` : freeName(state.people);
  const person = known || (await attempt(() => addPerson({ firstName, languageCode, role })));
  if (!person) return;
  top.closePanel();
  const column = show(person.id, { isNew: person });
  if (text) await attempt(() => sendText(person.id, text));
  if (prefill) column.write(prefill);
}

function turnTo(node, isAtOnce = false) {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const left = node.offsetLeft - chats.offsetLeft;
  const isInView =
    left >= chats.scrollLeft && left + node.offsetWidth <= chats.scrollLeft + chats.clientWidth;
  if (!isInView) chats.scrollTo({ left, behavior: isCalm || isAtOnce ? 'instant' : 'smooth' });
}

/** Adds, removes and sorts columns so that they match the open chats. */
function arrange() {
  const ids = open.ids().filter((id) => state.people.has(id));
  for (const [id, column] of columns) {
    if (ids.includes(id)) continue;
    column.node.remove();
    columns.delete(id);
  }
  for (const id of ids) if (!columns.has(id)) columns.set(id, makeColumn(id));
  ids.forEach((id, index) => {
    const { node } = columns.get(id);
    if (chats.children[index] !== node) chats.insertBefore(node, chats.children[index] ?? null);
    columns.get(id).setActive(id === open.active());
  });
  if (ids.length === 0) first.show(chats, state);
  else first.hide();
  for (const id of ids) if (state.isInSight(id)) state.seen(id);
  people.show(state, ids, open.active());
}

function makeColumn(id) {
  const column = createChatColumn(state, id, {
    close: () => open.hide(id),
    activate: () => open.activate(id),
  });
  column.show();
  void column.loadCommands();
  attempt(() => state.open(id));
  sight.observe(column.node);
  return column;
}

// On a phone a swipe scrolls to the next chat; the chat that fills the screen becomes the active one.
const sight = new IntersectionObserver(
  (entries) => {
    if (!narrow.matches) return;
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) open.activate(Number(target.dataset.chat));
  },
  { root: chats, threshold: 0.6 },
);

let panelTimer;
let panelTime = Infinity;
/** Refreshes the control panel after a pause, unless an earlier refresh is scheduled. */
function refreshPanel(pause = panelPauseMilliseconds) {
  if (!state.controlPanel || document.hidden || panelTime <= Date.now() + pause) return;
  clearTimeout(panelTimer);
  panelTime = Date.now() + pause;
  panelTimer = setTimeout(() => {
    panelTime = Infinity;
    void controlPanel.refresh();
  }, pause);
}

let commandTimer;
function reloadCommands(chatId) {
  clearTimeout(commandTimer);
  commandTimer = setTimeout(() => {
    for (const [id, column] of columns) if (chatId === undefined || id === chatId) void column.loadCommands();
  }, 100);
}

// A hundred synthetic participants may write at once, so many changes are drawn together.
let peopleTimer;
state.on('people', () => {
  peopleTimer ??= setTimeout(() => {
    peopleTimer = undefined;
    open.settle(state.people);
    arrange();
  }, peoplePauseMilliseconds);
});
state.on('chat', (id) => columns.get(id)?.show());
state.on('action', (id) => columns.get(id)?.showDoing());
state.on('reply', (message) => columns.get(message.chatId)?.reply(message));
state.on('answered', (answer) => columns.get(answer.chatId)?.showAnswer(answer));
state.on('commands', reloadCommands);
state.on('notice', (text) => controlPanel.say(text) || showSnack(text));
state.on('activity', () => refreshPanel());
state.on('bot', () => {
  document.getElementById('control-panel').hidden = !state.controlPanel;
  document.documentElement.dataset.controlPanel = String(state.controlPanel);
  document.title = `${state.bot.firstName} sandbox`;
  for (const column of columns.values()) column.show();
  refreshPanel(0);
});
setInterval(() => refreshPanel(0), panelEveryMilliseconds);
document.addEventListener('visibilitychange', () => {
  arrange();
  refreshPanel(0);
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => event.preventDefault());

function openInvitation() {
  const code = new URLSearchParams(location.search).get('start');
  if (code === null) return;
  history.replaceState(null, '', '/');
  add({
    title: 'Open an invitation',
    hint: 'This link invites a person into the study. Choose who opens it.',
    made: (person) => {
      show(person.id, { isNew: person });
      void attempt(() => sendText(person.id, `/start ${code}`));
    },
  });
}

const ready = new AbortController();
state.on('connection', (connection) => {
  if (connection !== 'live' || ready.signal.aborted) return;
  ready.abort();
  if (columns.has(open.active())) turnTo(columns.get(open.active()).node, true);
  openInvitation();
});
followEvents(state);
