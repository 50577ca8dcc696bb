/** Typed answers that count as a tap on a button, in the three languages. */
export const yesNo = {
  yes: ['y', 'yes', 'yeah', 'ok', 'sí', 'si', 's', 'claro', 'да', 'ага', 'конечно'],
  no: ['n', 'no', 'nope', 'нет', 'не'],
} as const;

export const agreeWords = {
  yes: [...yesNo.yes, 'agree', 'i agree', 'acepto', 'de acuerdo', 'согласен', 'согласна', 'даю согласие'],
  no: [
    ...yesNo.no,
    'disagree',
    'i do not agree',
    'no acepto',
    'не согласен',
    'не согласна',
    'не даю',
    'не даю согласия',
  ],
} as const;

export const backWords = ['back', 'atrás', 'atras', 'назад'] as const;
export const finishWords = ['finish', 'done', 'terminar', 'завершить', 'готово'] as const;
export const skipWords = [
  'skip',
  'no password',
  'omitir',
  'saltar',
  'sin contraseña',
  'пропустить',
  'без пароля',
] as const;

export const stayWords = ['stay', 'next group', 'quedarme', 'me quedo', 'остаться', 'остаюсь'] as const;
export const eraseWords = [
  'erase',
  'erase everything',
  'delete',
  'borrar',
  'borrar todo',
  'удалить',
  'удалить всё',
] as const;

export const useWords = {
  yes: [...yesNo.yes, 'use it', 'usar esta', 'берём', 'берем'],
  no: [...yesNo.no, 'retake', 'repetir', 'переснять'],
} as const;

/** Words of questions about a lab kit, anywhere in a message. A lost kit is looked for first. */
export const kitQuestions = {
  lost: /\b(lost|lose|losing|missing|broken?|damaged|spilled|stolen)\b|perd[ií]|extravi|romp|\broto|robaron|потер|утер|пропал|слома|разби|испорт|украл/iu,
  where:
    /\bwhere\b|\b(arrived?|received?|got|come|came)\b|d[oó]nde|lleg|recib|(?<!\p{L})где(?!\p{L})|приш|получ|нет набора/iu,
} as const;
