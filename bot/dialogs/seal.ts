import { backRow, button } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import type { DialogName, Question } from './dialog.ts';

/** The last screen of a phase. Answers can be changed until the participant taps its button. */
export const askToSeal = ({ t }: Turn, dialog: DialogName): Question => ({
  id: 'seal',
  view: {
    text: t(`seal-${dialog}`),
    buttons: [[button(t('seal-now'), dialog, 'seal', 'seal')], backRow(t, dialog, 'seal')],
  },
});
