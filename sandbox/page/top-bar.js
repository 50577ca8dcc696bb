import { button, element } from './element.js';
import { icon } from './icons.js';
import { fullTime } from './times.js';

/**
 * Creates the bar above the chats: the bot and whether it runs, the study's time, and on small screens the button that
 * opens the control panel. It also sets the banner that tells when the server or the bot does not answer.
 */
export function createTopBar(node, state, { add }) {
  const name = element('h1', {});
  const presence = element('span', { class: 'presence', data: { presence: '' } });
  const time = element('time', { class: 'study-time', title: 'The time in the sandbox' });
  const panelButton = button({
    text: 'Panel',
    icon: icon('sliders'),
    class: 'panel-toggle',
    action: 'toggle-control-panel',
    onClick: () => setPanel(!isPanelOpen()),
  });
  const banner = document.getElementById('banner');
  const side = document.querySelector('.side');
  const shade = element('div', { class: 'shade', on: { click: () => setPanel(false) } });
  document.querySelector('.room').append(shade);
  node.append(
    element('img', { src: '/page/icon.svg', alt: '', class: 'logo' }),
    element('div', { class: 'top-words' }, name, presence),
    time,
    button({
      label: 'Add a person',
      icon: icon('plus'),
      class: 'add-small',
      action: 'add-person-top',
      onClick: add,
    }),
    panelButton,
  );

  const isPanelOpen = () => side.dataset.controlPanel === 'open';
  function setPanel(isOpen) {
    side.dataset.controlPanel = isOpen ? 'open' : 'closed';
    panelButton.setAttribute('aria-expanded', String(isOpen));
  }
  setPanel(false);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isPanelOpen() || document.querySelector('dialog[open]')) return;
    setPanel(false);
    panelButton.focus();
  });

  function show() {
    const { bot, connection } = state;
    document.documentElement.dataset.connection = connection;
    panelButton.hidden = !state.controlPanel;
    name.textContent = bot?.firstName ?? 'Harmonia';
    const isOnline = connection === 'live' && bot?.online === true;
    presence.dataset.presence = isOnline ? 'online' : 'offline';
    presence.textContent = isOnline
      ? `@${bot.username} is running`
      : bot
        ? `@${bot.username} is not running`
        : '';
    const sentence =
      connection === 'reconnecting'
        ? 'Reconnecting to the sandbox…'
        : connection === 'live' && bot && !bot.online
          ? 'The bot is not running. Your messages wait until it is.'
          : '';
    banner.textContent = sentence;
    banner.hidden = sentence === '';
  }

  // The study's clock may be ahead of this computer's by a constant difference.
  let aheadMilliseconds;
  function showTime() {
    if (aheadMilliseconds === undefined) return;
    const now = new Date(Date.now() + aheadMilliseconds).toISOString();
    time.dateTime = now;
    time.textContent = fullTime(now);
  }
  state.on('bot', show);
  state.on('connection', show);
  state.on('clock', (now) => {
    aheadMilliseconds = Date.parse(now) - Date.now();
    showTime();
  });
  setInterval(showTime, 5000);
  show();
  return {
    closePanel: () => setPanel(false),
    openPanel(then) {
      setPanel(true);
      then();
    },
  };
}
