/** A cell of an exported table; null is an empty cell. */
export type DataCell = string | number | boolean | null;

/** One planned profile: the actor looks at the partner. Both agreed to research use. */
export interface DyadRow {
  cohort: string;
  actor: string;
  partner: string;
  position: number;
  kind: 'high' | 'range';
  propensity: number;
  day_shown: number | null;
  day_answered: number | null;
  wtm: number | null;
  would_meet: boolean | null;
  excluded: string | null;
  directed: number | null;
  mutual: number | null;
  visual: number | null;
  personality: number | null;
  personality_raw: number | null;
  biological: number | null;
  biological_raw: number | null;
  coverage: number | null;
  followup_met: boolean | null;
  followup_again: number | null;
  followup_would: boolean | null;
  followup_alike: number | null;
}

export interface PersonRow {
  cohort: string;
  person: string;
  sex: string | null;
  seeks: string | null;
  age_band: string | null;
  language: string | null;
  person_coverage: number;
  flags: string;
  days_joining: number | null;
  days_visual: number | null;
  days_personality: number | null;
  days_biological: number | null;
  days_answering: number | null;
}

export interface ItemRow {
  person: string;
  item: string;
  item_position: number | null;
  answer: number;
  dwell_ms: number | null;
}

export interface SwipeRow {
  person: string;
  swipe_position: number;
  face: string;
  repeat: boolean;
  rating: number;
  dwell_ms: number | null;
}

/** The tables of an export by the name in their file names. */
export interface StudyTables {
  dyads: DyadRow[];
  people: PersonRow[];
  items: ItemRow[];
  swipes: SwipeRow[];
}

/** A column of the data set. A name means the same in every table that has it. */
export interface DataColumn {
  type: 'text' | 'number' | 'yes-no';
  description: string;
  minimum?: number;
  maximum?: number;
  unit?: string;
  /** What each value means. */
  values?: Readonly<Record<string, string>>;
}

type ColumnOf<Table extends keyof StudyTables> = keyof StudyTables[Table][number];
type ColumnName = { [Table in keyof StudyTables]: ColumnOf<Table> }[keyof StudyTables];

/** The header of each table. */
export const tableColumns: { readonly [Table in keyof StudyTables]: readonly ColumnOf<Table>[] } = {
  dyads: [
    ...([
      'cohort',
      'actor',
      'partner',
      'position',
      'kind',
      'propensity',
      'day_shown',
      'day_answered',
    ] as const),
    ...(['wtm', 'would_meet', 'excluded', 'directed', 'mutual', 'visual'] as const),
    ...(['personality', 'personality_raw', 'biological', 'biological_raw', 'coverage'] as const),
    ...(['followup_met', 'followup_again', 'followup_would', 'followup_alike'] as const),
  ],
  people: [
    ...(['cohort', 'person', 'sex', 'seeks', 'age_band', 'language', 'person_coverage', 'flags'] as const),
    ...(['days_joining', 'days_visual', 'days_personality', 'days_biological', 'days_answering'] as const),
  ],
  items: ['person', 'item', 'item_position', 'answer', 'dwell_ms'],
  swipes: ['person', 'swipe_position', 'face', 'repeat', 'rating', 'dwell_ms'],
};

const days = (description: string): DataColumn => ({ type: 'number', description, minimum: 0, unit: 'days' });
const percentile = (description: string): DataColumn => ({
  type: 'number',
  description,
  minimum: 0,
  maximum: 100,
});
const scale7 = (description: string): DataColumn => ({ type: 'number', description, minimum: 1, maximum: 7 });
const yesNo = (description: string): DataColumn => ({
  type: 'yes-no',
  description,
  values: { 1: 'yes', 0: 'no' },
});
const withheld = 'Empty also where the groups are so small that they are withheld.';

/** Every column of every table. */
export const dataColumns: Readonly<Record<ColumnName, DataColumn>> = {
  cohort: { type: 'text', description: 'Name of the cohort.' },
  person: {
    type: 'text',
    description:
      'Pseudonym, drawn anew for each export; it is no code of the study, and two exports cannot be joined by it.',
  },
  actor: { type: 'text', description: 'Pseudonym of the person who looks.' },
  partner: { type: 'text', description: 'Pseudonym of the person who is shown.' },
  position: {
    type: 'number',
    description: 'Place of this profile among those of the actor, from 0; drawn, independent of the scores.',
    minimum: 0,
  },
  kind: {
    type: 'text',
    description: 'Why the pair is in the plan.',
    values: { high: 'predicted high', range: 'drawn from the whole range of predictions' },
  },
  propensity: {
    type: 'number',
    description:
      'Share of plans, drawn anew from the same scores with other seeds and this plan among them, that show the partner to the actor.',
    minimum: 0,
    maximum: 1,
  },
  day_shown: days('Day on which the profile was first shown, counted from the release of the cohort.'),
  day_answered: days('Day of the last answer about the profile, counted from the release of the cohort.'),
  wtm: scale7('Willingness to meet, answered before any score was shown: 1 not at all, 7 very much.'),
  would_meet: yesNo('Whether the actor would meet the partner, answered before any score was shown.'),
  excluded: {
    type: 'text',
    description: 'Set when the actor chose "Do not introduce us": then the row is no outcome.',
    values: { known: 'the two know each other', other: 'another reason' },
  },
  directed: percentile(
    'Fused score of the partner for the actor: weighted mean of the percentiles that exist.',
  ),
  mutual: percentile('Harmonic mean of the directed scores of both directions.'),
  visual: percentile(
    'Percentile of the partner among the faces of a frozen reference, by the taste of this actor; not the predicted rating itself.',
  ),
  personality: percentile('Percentile of the similarity of both profiles in a frozen reference.'),
  personality_raw: percentile('Similarity of both profiles before it became a percentile.'),
  biological: percentile('Percentile of the HLA dissimilarity in a frozen reference.'),
  biological_raw: percentile('HLA dissimilarity before it became a percentile.'),
  coverage: {
    type: 'number',
    description: 'Share of the weights of the three phases that the directed score rests on.',
    minimum: 0,
    maximum: 1,
  },
  followup_met: yesNo('Days after an introduction: whether the two met or talked.'),
  followup_again: scale7('How much the actor would like to meet the partner again.'),
  followup_would: yesNo('Whether the actor would meet the partner again.'),
  followup_alike: scale7('How alike the two felt to the actor.'),
  sex: { type: 'text', description: `Sex as the person named it. ${withheld}` },
  seeks: {
    type: 'text',
    description: `Whom the person seeks. ${withheld}`,
    values: { female: 'women', male: 'men', both: 'women and men' },
  },
  age_band: { type: 'text', description: `Age at the freeze in bands. ${withheld}` },
  language: {
    type: 'text',
    description: `Language in which the person took part. ${withheld}`,
    values: { en: 'English', es: 'Spanish', ru: 'Russian' },
  },
  person_coverage: {
    type: 'number',
    description: 'Share of the weights of the three phases of which the person has data.',
    minimum: 0,
    maximum: 1,
  },
  flags: {
    type: 'text',
    description: 'Flags of the phases as PHASE:FLAG, with blanks between; nothing was dropped for a flag.',
  },
  days_joining: days('From joining to the opening of the visual phase.'),
  days_visual: days('From the opening to the sealing of the visual phase.'),
  days_personality: days('From the opening to the sealing of the personality phase.'),
  days_biological: days('From the opening to the sealing of the biological phase.'),
  days_answering: days(
    'From the release to the closing of the answers; empty for a person who had not closed them.',
  ),
  item: { type: 'text', description: 'Item of the questionnaire; its texts stand in the codebook.' },
  item_position: {
    type: 'number',
    description: 'Place at which the item was shown to this person, from 0.',
    minimum: 0,
  },
  answer: {
    type: 'number',
    description: 'Agreement, as answered: items are not reversed.',
    minimum: 1,
    maximum: 5,
  },
  dwell_ms: { type: 'number', description: 'Time from the question to the answer.', minimum: 0, unit: 'ms' },
  swipe_position: {
    type: 'number',
    description: 'Place at which the face was shown to this person, from 0.',
    minimum: 0,
  },
  face: { type: 'text', description: 'Calibration face by its id in the pack; never a participant.' },
  repeat: yesNo('Whether this is the second showing of the face.'),
  rating: {
    type: 'number',
    description: 'Swipe.',
    minimum: 1,
    maximum: 4,
    values: { 1: 'strong no', 2: 'no', 3: 'yes', 4: 'strong yes' },
  },
};

/**
 * A table as CSV (RFC 4180, line feeds, UTF-8). A text that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
export function writeTable<Table extends keyof StudyTables>(name: Table, rows: StudyTables[Table]): string {
  const columns = tableColumns[name];
  const lines = rows.map((row) => {
    const cells = row as unknown as Readonly<Record<string, DataCell>>;
    return columns.map((column) => cellText(cells[column as string] ?? null)).join(',');
  });
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function cellText(value: DataCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
