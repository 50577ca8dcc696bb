import { element } from './element.js';
import { icon } from './icons.js';
import { fileAddress } from './server-api.js';
import { fileSize } from './times.js';

const fallbackSize = { width: 4, height: 3 };

function photo(message, openFile) {
  const { file } = message;
  const { width, height } = file.width && file.height ? file : fallbackSize;
  const image = element('img', {
    src: fileAddress(file),
    alt: message.text ? `Photo: ${message.text}` : 'Photo',
    loading: 'lazy',
    decoding: 'async',
    draggable: !message.protected,
  });
  const frame = element(
    'button',
    {
      type: 'button',
      class: 'photo',
      'aria-label': file.spoiler ? 'Hidden photo. Press to show it.' : 'Open the photo',
      data: { media: file.kind, spoiler: file.spoiler ? 'covered' : undefined },
      style: { '--ratio': String(width / height), '--width': `${width}px` },
    },
    image,
    file.spoiler && element('span', { class: 'spoiler-mark', 'aria-hidden': 'true' }, 'Tap to show'),
  );
  frame.addEventListener('click', () => {
    if (frame.dataset.spoiler === 'covered') {
      frame.dataset.spoiler = 'shown';
      frame.setAttribute('aria-label', 'Open the photo');
    } else openFile(message);
  });
  return frame;
}

function documentCard(message, openFile) {
  const { file } = message;
  const isPdf = file.mimeType === 'application/pdf';
  const isImage = /^image\/(jpeg|png|webp|gif|avif)$/.test(file.mimeType ?? '');
  const name = file.fileName ?? 'File';
  const kind = (name.includes('.') ? name.split('.').at(-1) : 'file').slice(0, 4);
  const open = element(
    'button',
    {
      type: 'button',
      class: 'card',
      data: { media: 'document', mime: file.mimeType },
      disabled: !isPdf && !isImage && message.protected,
      on: { click: () => openFile(message) },
    },
    element('span', { class: isPdf ? 'sheet pdf' : 'sheet', 'aria-hidden': 'true' }, kind.toUpperCase()),
    element(
      'span',
      { class: 'card-words' },
      element('span', { class: 'card-name', dir: 'auto' }, name),
      element(
        'span',
        { class: 'card-note' },
        `${fileSize(file.size)} · ${isPdf || isImage ? 'Open' : 'Download'}`,
      ),
    ),
  );
  return open;
}

const chip = (name, words) => (message) =>
  element(
    'div',
    { class: 'card still', data: { media: message.file.kind } },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, icon(name)),
    element(
      'span',
      { class: 'card-words' },
      element('span', { class: 'card-name' }, words),
      element('span', { class: 'card-note' }, fileSize(message.file.size)),
    ),
  );

const isPlayable = (file) => /^(video|audio)\//.test(file.mimeType ?? '');

const player = (tag, words) => (message) => {
  if (!isPlayable(message.file)) return chip(tag === 'video' ? 'video' : 'microphone', words)(message);
  return element(tag, {
    class: message.file.kind === 'video_note' ? 'player round' : 'player',
    data: { media: message.file.kind },
    src: fileAddress(message.file),
    controls: true,
    preload: 'metadata',
    'aria-label': words,
  });
};

const sticker = (message) =>
  element('img', {
    class: 'sticker',
    data: { media: 'sticker' },
    src: fileAddress(message.file),
    alt: 'Sticker',
    draggable: false,
  });

const views = {
  photo,
  document: documentCard,
  video: player('video', 'Video'),
  video_note: player('video', 'Video message'),
  voice: player('audio', 'Voice message'),
  sticker,
};

/** Builds the view of a message's file; a press on a photo or document calls `openFile(message)`. */
export const messageMedia = (message, openFile) => views[message.file.kind](message, openFile);

/** Builds the card of a shared phone number. */
export const contactCard = ({ name, phone }) =>
  element(
    'div',
    { class: 'card still', data: { media: 'contact' } },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, icon('person')),
    element(
      'span',
      { class: 'card-words' },
      element('span', { class: 'card-name', dir: 'auto' }, name),
      element('span', { class: 'card-note' }, phone),
    ),
  );
