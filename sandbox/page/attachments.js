import { button, element } from './element.js';
import { showDialog } from './dialog.js';
import { icon } from './icons.js';
import { fileSize } from './times.js';

const pictureTypes = /^image\/(jpeg|png|webp|gif|bmp)$/;
const albumLength = 10;
const thumbnailPixels = 320;

/** Opens the system's file picker; calls `take` with the chosen files. `accept` is the attribute of HTML. */
export function pickFiles(accept, take) {
  const input = element('input', {
    type: 'file',
    multiple: true,
    accept,
    class: 'visually-hidden',
    tabIndex: -1,
    'aria-hidden': 'true',
    data: { field: 'file' },
  });
  input.addEventListener('change', () => {
    input.remove();
    take([...input.files]);
  });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
}

/**
 * Shows the chosen files, with a choice of "as photo" or "as file", a caption and a spoiler. The button then calls
 * `send(kind, files, {caption, spoiler})`. `preferred` is 'photo' or 'document'.
 */
export function confirmFiles(files, preferred, send) {
  const chosen = files.slice(0, albumLength);
  if (chosen.length === 0) return;
  const canBePhotos = chosen.every((file) => pictureTypes.test(file.type));
  const caption = element('input', {
    type: 'text',
    maxLength: 1024,
    dir: 'auto',
    placeholder: 'Caption',
    'aria-label': 'Caption',
    data: { field: 'caption' },
  });
  const spoiler = element('input', { type: 'checkbox', data: { field: 'spoiler' } });
  const asPhoto = choice('photo', 'As photo', canBePhotos && preferred === 'photo', !canBePhotos);
  const asFile = choice('document', 'As file', !canBePhotos || preferred !== 'photo', false);
  const form = element(
    'form',
    { class: 'stack', method: 'dialog' },
    element('div', { class: 'previews' }, ...chosen.map(preview)),
    files.length > albumLength &&
      element(
        'p',
        { class: 'hint' },
        `An album holds ${albumLength}; the other ${files.length - albumLength} stay here.`,
      ),
    element('div', { class: 'choices', role: 'radiogroup', 'aria-label': 'Send as' }, asPhoto, asFile),
    caption,
    element('label', { class: 'check' }, spoiler, 'Hide behind a spoiler'),
    element(
      'button',
      { type: 'submit', class: 'primary', data: { action: 'send-files' } },
      chosen.length > 1 ? `Send ${chosen.length}` : 'Send',
    ),
  );
  const dialog = showDialog({
    title: chosen.length > 1 ? `Send ${chosen.length} files` : 'Send a file',
    name: 'files',
    content: form,
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const kind = asPhoto.querySelector('input').checked ? 'photo' : 'document';
    dialog.close();
    send(kind, chosen, { caption: caption.value.trim(), spoiler: spoiler.checked && kind === 'photo' });
  });
  caption.focus();
}

const choice = (value, words, checked, disabled) =>
  element(
    'label',
    { class: 'choice' },
    element('input', { type: 'radio', name: 'as', value, checked, disabled }),
    words,
  );

// Drawn on a canvas, because a blob: address in an <img> would need an exception in the content security policy.
function preview(file) {
  const canvas = element('canvas', { width: 1, height: 1 });
  const node = element(
    'figure',
    { class: 'preview' },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, icon('document')),
    element('figcaption', { dir: 'auto' }, file.name, element('span', {}, fileSize(file.size))),
  );
  createImageBitmap(file).then(
    (image) => {
      const scale = Math.min(1, thumbnailPixels / Math.max(image.width, image.height));
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      node.firstElementChild.replaceWith(canvas);
    },
    () => node.classList.add('no-picture'),
  );
  return node;
}

/** Calls `take(files)` when files are dropped on the node. */
export function acceptDrops(node, take) {
  let depth = 0;
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    node.classList.toggle('dropping', depth > 0);
  };
  node.addEventListener('dragenter', (event) => hasFiles(event) && mark(1));
  node.addEventListener('dragleave', (event) => hasFiles(event) && mark(-1));
  node.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  node.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    mark(0);
    take([...event.dataTransfer.files]);
  });
}

/** Takes one picture with the computer's camera and calls `take` with the file. Rejects when there is no camera. */
export async function takePicture(take) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'user', width: 1280, height: 960 },
  });
  const video = element('video', {
    autoplay: true,
    muted: true,
    playsInline: true,
    class: 'camera',
    'aria-label': 'Camera',
  });
  video.srcObject = stream;
  const shoot = button({ text: 'Take the photo', class: 'primary', action: 'shoot', onClick: () => keep() });
  const dialog = showDialog({
    title: 'Camera',
    name: 'camera',
    content: element('div', { class: 'stack' }, video, shoot),
    onClose: () => stream.getTracks().forEach((track) => track.stop()),
  });

  function keep() {
    const canvas = element('canvas', { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext('2d').drawImage(video, 0, 0);
    canvas.toBlob(
      (blob) => take([new File([blob], 'camera.jpg', { type: 'image/jpeg' })]),
      'image/jpeg',
      0.92,
    );
    dialog.close();
  }
}
