import { backRow, button } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import type { DialogName, Question } from './dialog.ts';

/** The last screen of a phase: until here every answer can be changed, after it none. */
export const askToSeal = ({ t }: Turn, dialog: DialogName): Question => ({
  id: 'seal',
  view: {
    text: t(`seal-${dialog}`),
    buttons: [[button(t('seal-now'), dialog, 'seal', 'seal')], backRow(t, dialog, 'seal')],
  },
});
