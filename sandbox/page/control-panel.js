import { createControlPanelStatus } from './control-panel-status.js';
import { button, element } from './element.js';
import { icon } from './icons.js';
import { attempt, showSnack } from './notices.js';
import { languages } from './person-dialog.js';
import * as server from './server-api.js';

const jumps = [
  { hours: 1, text: '+1 h', label: 'One hour later' },
  { hours: 24, text: '+1 d', label: 'One day later' },
  { hours: 24 * 7, text: '+7 d', label: 'Seven days later' },
];
const mostSynthetic = 200;

/**
 * Creates the control panel, with which one person can try the whole study. `join({name, role, languageCode, text,
 * prefill})` adds a person and opens the chat; `text` is sent at once, `prefill` is put into the text field.
 */
export function createControlPanel(node, { join }) {
  const status = createControlPanelStatus({
    signIn: ({ role, login }) => join({ role, prefill: login, reuse: true }),
  });
  const invitation = element('div', { class: 'invitation', hidden: true, data: { invite: '' } });
  const said = element('p', { class: 'said', role: 'status', hidden: true, data: { controlPanel: 'said' } });
  const count = element('input', {
    type: 'number',
    min: 1,
    max: mostSynthetic,
    value: 12,
    'aria-label': 'How many synthetic participants',
    data: { field: 'synthetic-count' },
  });

  function say(sentence) {
    said.hidden = false;
    said.textContent = sentence;
  }

  /** Runs one action of the panel: its button is busy until the action ends, then the status is read again. */
  const act = (run) => async (event) => {
    const pressed = event.currentTarget;
    if (pressed.ariaBusy === 'true') return;
    pressed.ariaBusy = 'true';
    const sentence = await attempt(run);
    pressed.ariaBusy = 'false';
    if (sentence) say(sentence);
    await status.refresh();
  };

  async function invite() {
    const made = await server.makeInvite();
    invitation.hidden = false;
    invitation.dataset.invite = made.code;
    invitation.replaceChildren(
      ...inviteCard(made, (languageCode) => {
        invitation.hidden = true;
        void join({ role: 'participant', languageCode, text: `/start ${made.code}` });
      }),
    );
  }

  const enrol = async () => {
    if (!count.reportValidity()) return undefined;
    const { started } = await server.enrolSynthetic(count.valueAsNumber);
    return started === 1
      ? 'One synthetic participant has joined.'
      : `${started} synthetic participants have joined.`;
  };

  node.append(
    element('h2', {}, 'Control panel'),
    button({
      text: 'New invite',
      icon: icon('link'),
      class: 'primary wide',
      action: 'new-invite',
      onClick: act(invite),
    }),
    invitation,
    status.staff,
    element(
      'div',
      { class: 'panel-row', role: 'group', 'aria-label': 'Move the clock' },
      element('span', { class: 'panel-label' }, 'Clock'),
      ...jumps.map(({ hours, text, label }) =>
        button({
          text,
          'aria-label': label,
          action: `clock-${hours}`,
          onClick: act(() => server.moveClock(hours).then(() => undefined)),
        }),
      ),
    ),
    element(
      'div',
      { class: 'panel-row enrol', role: 'group', 'aria-label': 'Synthetic participants' },
      element('span', { class: 'panel-label' }, 'Synthetic'),
      count,
      button({
        text: 'Enrol',
        'aria-label': 'Enrol synthetic participants',
        action: 'enrol',
        onClick: act(enrol),
      }),
    ),
    button({
      text: 'Deliver lab results',
      icon: icon('flask'),
      class: 'wide',
      action: 'deliver-lab',
      onClick: act(() => server.deliverLab().then(({ sentence }) => sentence)),
    }),
    said,
    status.node,
  );
  return {
    refresh: status.refresh,
    /** Shows a sentence in the panel; false when the panel is not visible. */
    say(sentence) {
      say(sentence);
      return node.checkVisibility({ visibilityProperty: true });
    },
    invite: () => node.querySelector('[data-action=new-invite]').click(),
  };
}

function inviteCard({ url }, open) {
  const language = element(
    'select',
    { 'aria-label': 'Language of the new participant', data: { field: 'invite-language' } },
    ...languages.map(([value, words]) => element('option', { value }, words)),
  );
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    showSnack('The link is copied.');
  };
  return [
    element('code', { class: 'invite-link', data: { invite: 'link' } }, url),
    element(
      'div',
      { class: 'panel-row' },
      language,
      button({
        label: 'Copy the link',
        icon: icon('copy'),
        class: 'square',
        action: 'copy-invite',
        onClick: () => attempt(copy),
      }),
    ),
    button({
      text: 'Open in new participant',
      class: 'primary wide',
      action: 'open-invite',
      onClick: () => open(language.value),
    }),
  ];
}
