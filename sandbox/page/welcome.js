import { button, element } from './element.js';

/** Creates the text that the page shows while no chat is open: its purpose, and the first buttons to press. */
export function welcome({ add, invite }) {
  let node;
  return {
    show(place, { controlPanel, people, bot }) {
      node?.remove();
      node = undefined;
      if (!bot) return;
      const firstStep =
        people.size > 0
          ? 'Choose a person from the list, or add one more.'
          : controlPanel
            ? 'Press “New invite” first, then open the invitation as a new participant.'
            : 'Press “Add a person” first, then “Start” in the chat that opens.';
      node = element(
        'div',
        { class: 'welcome', data: { welcome: '' } },
        element('img', { src: '/page/icon.svg', alt: '' }),
        element('h2', {}, 'A small Telegram of your own'),
        element(
          'p',
          {},
          'Each column on this page is one person’s private chat with the bot, exactly as it would be on a phone. ',
          'Nothing leaves this computer, and you can play every role: participants, the admin, the researcher. ',
          firstStep,
        ),
        element(
          'div',
          { class: 'answers' },
          controlPanel &&
            button({ text: 'New invite', class: 'primary', action: 'welcome-invite', onClick: invite }),
          button({
            text: 'Add a person',
            class: controlPanel ? '' : 'primary',
            action: 'welcome-add',
            onClick: add,
          }),
        ),
      );
      place.append(node);
    },
    hide() {
      node?.remove();
      node = undefined;
    },
  };
}
