import { element } from './element.js';

const pixels = 240;
const recordMilliseconds = 1_200;

function drawing(hue, words) {
  const canvas = element('canvas', { width: pixels, height: pixels });
  const context = canvas.getContext('2d');
  const draw = (turn) => {
    context.clearRect(0, 0, pixels, pixels);
    context.fillStyle = `hsl(${hue + turn} 55% 52%)`;
    context.beginPath();
    context.arc(pixels / 2, pixels / 2, pixels / 2 - 6, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#fff';
    context.font = `600 ${pixels / 7}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.fillText(words, pixels / 2, pixels / 2 + pixels / 20);
  };
  draw(0);
  return { canvas, draw };
}

async function record(stream, name, type) {
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, recordMilliseconds));
  recorder.stop();
  await stopped;
  return new File(parts, name, { type });
}

async function filmed(hue, words, name) {
  const { canvas, draw } = drawing(hue, words);
  let turn = 0;
  const timer = setInterval(() => draw((turn += 12)), 60);
  try {
    return await record(canvas.captureStream(15), name, 'video/webm');
  } finally {
    clearInterval(timer);
  }
}

async function hummed() {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 220 });
  const soft = new GainNode(audio, { gain: 0.2 });
  const target = audio.createMediaStreamDestination();
  tone.connect(soft).connect(target);
  tone.start();
  try {
    return await record(target.stream, 'voice.webm', 'audio/webm');
  } finally {
    await audio.close();
  }
}

async function drawnSticker() {
  const { canvas } = drawing(150, 'hi');
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp'));
  return new File([blob], 'sticker.webp', { type: 'image/webp' });
}

/** Kinds of message without a file, which the server fills: the kind, and a label. */
export const bareKinds = [
  { kind: 'rich_message', label: 'Rich message' },
  { kind: 'checklist', label: 'Checklist' },
  { kind: 'paid_media', label: 'Paid media' },
  { kind: 'location', label: 'Location' },
  { kind: 'poll', label: 'Poll' },
  { kind: 'dice', label: 'Dice' },
  { kind: 'animation', label: 'Animation' },
  { kind: 'audio', label: 'Audio file' },
  { kind: 'story', label: 'Story' },
];

/**
 * Kinds of message that a bot may not expect: the kind of ChatFile, a label, an icon, and `make()`, which resolves with
 * a generated File of about one second.
 */
export const otherKinds = [
  { kind: 'voice', label: 'Voice message', icon: 'microphone', make: hummed },
  {
    kind: 'video_note',
    label: 'Round video message',
    icon: 'round',
    make: () => filmed(255, 'note', 'note.webm'),
  },
  { kind: 'video', label: 'Video', icon: 'video', make: () => filmed(20, 'video', 'video.webm') },
  { kind: 'sticker', label: 'Sticker', icon: 'sticker', make: drawnSticker },
];
