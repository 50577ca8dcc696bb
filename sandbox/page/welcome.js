import { button, element } from './element.js';

/** What a newcomer sees while no chat is open: what this page is, and what to press first. */
export function welcome({ add, invite }) {
  let node;
  return {
    show(place, { desk, people, bot }) {
      node?.remove();
      node = undefined;
      if (!bot) return;
      const firstStep =
        people.size > 0
          ? 'Choose somebody from the list of people, or add one more.'
          : desk
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
          'Nothing leaves this computer, so be everybody at once: participants, the admin, the researcher. ',
          firstStep,
        ),
        element(
          'div',
          { class: 'answers' },
          desk && button({ text: 'New invite', class: 'primary', action: 'welcome-invite', onClick: invite }),
          button({ text: 'Add a person', class: desk ? '' : 'primary', action: 'welcome-add', onClick: add }),
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
