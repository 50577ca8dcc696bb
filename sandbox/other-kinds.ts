/** The fields of one example of each kind of message without a file, in the form of the Bot API; `at` in Unix seconds. */
export const otherKinds = {
  rich_message: () => ({
    rich_message: {
      blocks: [{ type: 'paragraph', text: ['An answer with ', { type: 'bold', text: 'bold' }, ' words'] }],
    },
  }),
  checklist: () => ({
    checklist: {
      title: 'To do',
      tasks: [
        { id: 1, text: 'Sleep' },
        { id: 2, text: 'Eat' },
      ],
    },
  }),
  paid_media: () => ({
    paid_media: { star_count: 5, paid_media: [{ type: 'preview', width: 90, height: 90 }] },
  }),
  location: () => ({ location: { latitude: 40.4168, longitude: -3.7038 } }),
  poll: (at: number) => ({
    poll: {
      ...{
        id: String(at),
        question: 'Tea or coffee?',
        total_voter_count: 0,
        is_closed: false,
        is_anonymous: true,
      },
      ...{ type: 'regular', allows_multiple_answers: false },
      options: ['Tea', 'Coffee'].map((text, index) => ({ persistent_id: `o${index}`, text, voter_count: 0 })),
    },
  }),
  dice: (at: number) => ({ dice: { emoji: '🎲', value: 1 + (at % 6) } }),
  animation: () => ({
    animation: { ...file('animation'), width: 160, height: 120, duration: 1, mime_type: 'video/mp4' },
    document: { ...file('animation'), mime_type: 'video/mp4' },
  }),
  audio: () => ({ audio: { ...file('audio'), duration: 1, title: 'A song', mime_type: 'audio/mpeg' } }),
  story: (at: number) => ({
    story: { id: at % 1000, chat: { id: -1001, type: 'channel', title: 'Stories' } },
  }),
} as const satisfies Readonly<Record<string, (at: number) => Record<string, unknown>>>;

export type OtherKind = keyof typeof otherKinds;

/** A file that getFile does not know. */
const file = (kind: string) => ({ file_id: `sandbox-${kind}`, file_unique_id: `u-${kind}`, file_size: 4096 });
