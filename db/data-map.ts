import type { TransactionScope } from './transaction.ts';

/** What kind of data a column holds. */
export type DataClass =
  | 'identity'
  | 'credential'
  | 'about'
  | 'consent'
  | 'face'
  | 'personality'
  | 'genetic'
  | 'score'
  | 'outcome'
  | 'process'
  | 'technical';

export type ErasablePurpose = 'face' | 'personality' | 'genetic';

/** `always`, or `after-report`: scores reach nobody before their report does (protocol invariant 3). */
export type ExportRule = 'always' | 'after-report' | 'never';

export interface ColumnRule {
  class: DataClass;
  export: ExportRule;
  /** Set to NULL when this purpose is withdrawn. */
  clearedWith?: ErasablePurpose;
}

export interface TableRule {
  /** Columns that name a person. Rows are erased when any of them is the person; the first decides the export. */
  persons: string[];
  /** Whether those columns hold user ids or chat ids. */
  by: 'user' | 'chat';
  /**
   * `delete` the rows; `unlink` only empties the columns that name the person; `keep` leaves the row: no person
   * in it, or a pseudonymous trail.
   */
  erase: 'delete' | 'unlink' | 'keep';
  /** The rows go when this purpose is withdrawn; `by-phase` reads the purpose from the column `phase`. */
  purpose?: ErasablePurpose | 'by-phase';
  columns: Record<string, ColumnRule>;
}

const of = (dataClass: DataClass, rule: ExportRule): ColumnRule => ({ class: dataClass, export: rule });
const own = (dataClass: DataClass): ColumnRule => of(dataClass, 'always');
const hidden = (dataClass: DataClass): ColumnRule => of(dataClass, 'never');
const scored = (clearedWith?: ErasablePurpose): ColumnRule => ({
  ...of('score', 'after-report'),
  ...(clearedWith === undefined ? {} : { clearedWith }),
});
const secretScore = (clearedWith?: ErasablePurpose): ColumnRule => ({
  ...scored(clearedWith),
  export: 'never',
});

const personKey = hidden('identity');
const time = own('process');
const technical = hidden('technical');

/**
 * Every column of every table: what it is, whether its person may have it, and when it is erased. Erasure and
 * export are made from this map, and a test compares it with information_schema, so a new column cannot be
 * forgotten. In the order of erasure: `users` is referred to by the others and comes last.
 */
export const dataMap: Record<string, TableRule> = {
  profiles: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'face',
    columns: {
      user_id: personKey,
      photo_path: own('face'),
      visual_embedding: own('face'),
      calibration_complete: own('process'),
    },
  },
  selfies: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'face',
    columns: {
      user_id: personKey,
      status: own('process'),
      problem: own('face'),
      remote_file: hidden('face'),
      attempts: own('process'),
      updated_at: time,
    },
  },
  calibration_ratings: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'face',
    columns: {
      user_id: personKey,
      position: own('process'),
      face_id: own('face'),
      repeat: own('process'),
      rating: own('face'),
      dwell_ms: own('process'),
      answered_at: time,
    },
  },
  questionnaire_answers: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'personality',
    columns: {
      user_id: personKey,
      item_id: own('personality'),
      value: own('personality'),
      dwell_ms: own('process'),
      answered_at: time,
    },
  },
  personality_scores: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'personality',
    columns: {
      user_id: personKey,
      lust_score: scored(),
      gluttony_score: scored(),
      greed_score: scored(),
      sloth_score: scored(),
      wrath_score: scored(),
      envy_score: scored(),
      pride_score: scored(),
      raw_responses: own('personality'),
    },
  },
  hla_data: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'genetic',
    columns: { user_id: personKey, encrypted_alleles: own('genetic'), hash_checksum: hidden('genetic') },
  },
  kits: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'genetic',
    columns: {
      code: own('genetic'),
      user_id: personKey,
      issued_at: time,
      voided_at: time,
      received_at: time,
    },
  },
  presentations: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    purpose: 'by-phase',
    columns: { user_id: personKey, phase: own('process'), seed: technical, items: own('process') },
  },
  phase_records: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      user_id: personKey,
      phase: own('process'),
      instrument_version: own('process'),
      opened_at: time,
      sealed_at: time,
      digest: technical,
      missing: own('process'),
      flags: hidden('process'),
    },
  },
  pair_scores: {
    persons: ['a', 'b'],
    by: 'user',
    erase: 'delete',
    columns: {
      cohort_id: technical,
      a: personKey,
      b: personKey,
      visual: secretScore('face'),
      personality: secretScore('personality'),
      biological: secretScore('genetic'),
      personality_raw: secretScore('personality'),
      biological_raw: secretScore('genetic'),
      directed: secretScore(),
      mutual: secretScore(),
      coverage: secretScore(),
    },
  },
  assignments: {
    persons: ['viewer', 'shown'],
    by: 'user',
    erase: 'delete',
    columns: {
      cohort_id: technical,
      viewer: personKey,
      shown: personKey,
      position: hidden('process'),
      kind: hidden('process'),
    },
  },
  outcomes: {
    persons: ['viewer', 'shown'],
    by: 'user',
    erase: 'delete',
    columns: {
      viewer: personKey,
      shown: personKey,
      cohort_id: technical,
      wtm: own('outcome'),
      would_meet: own('outcome'),
      shown_at: time,
      answered_at: time,
    },
  },
  matches: {
    persons: ['user_a_id', 'user_b_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      id: technical,
      user_a_id: personKey,
      user_b_id: personKey,
      visual_score: scored('face'),
      personality_score: scored('personality'),
      hla_score: scored('genetic'),
      total_compatibility: scored(),
      report_path: hidden('process'),
      created_at: of('process', 'after-report'),
    },
  },
  reports: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      user_id: personKey,
      cohort_id: technical,
      path: own('process'),
      status: own('process'),
      requested_at: time,
      ready_at: time,
      delivered_at: time,
    },
  },
  introductions: {
    persons: ['low', 'high'],
    by: 'user',
    erase: 'delete',
    columns: {
      low: personKey,
      high: personKey,
      // One of the two answers is another person's, so neither is exported from here.
      low_answer: hidden('outcome'),
      high_answer: hidden('outcome'),
      introduced_at: time,
    },
  },
  blocks: {
    persons: ['blocker', 'blocked'],
    by: 'user',
    erase: 'delete',
    columns: { blocker: personKey, blocked: personKey, at: time },
  },
  consents: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      id: technical,
      user_id: personKey,
      purpose: own('consent'),
      granted: own('consent'),
      text_version: own('consent'),
      text_hash: own('consent'),
      locale: own('consent'),
      at: own('consent'),
    },
  },
  invites: {
    persons: ['used_by', 'created_by'],
    by: 'user',
    erase: 'unlink',
    columns: {
      code_hash: technical,
      cohort_id: technical,
      created_by: personKey,
      expires_at: technical,
      used_by: personKey,
      used_at: time,
    },
  },
  chats: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: {
      chat_id: own('identity'),
      screen: technical,
      unreachable_since: time,
      last_update_at: time,
    },
  },
  dialog_state: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: { chat_id: personKey, version: technical, payload: hidden('about'), updated_at: technical },
  },
  outbox: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: {
      id: technical,
      chat_id: personKey,
      payload: hidden('about'),
      attempts: technical,
      not_before: technical,
    },
  },
  processed_updates: {
    persons: ['chat_id'],
    by: 'chat',
    // The key must stay, or the update that asked for the erasure would be taken for a new one.
    erase: 'unlink',
    columns: { key: technical, chat_id: personKey, at: technical },
  },
  staff_sessions: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      chat_id: personKey,
      user_id: personKey,
      role: technical,
      token_version: technical,
      expires_at: technical,
    },
  },
  participants: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: {
      user_id: personKey,
      code: own('identity'),
      cohort_id: technical,
      chat_id: own('identity'),
      locale: own('about'),
      status: own('process'),
      adult_confirmed_at: own('about'),
      account_completed_at: time,
      sex: own('about'),
      seeks: own('about'),
      birth_year: own('about'),
      seeks_age_min: own('about'),
      seeks_age_max: own('about'),
      display_name: own('about'),
      reminders_sent: own('process'),
      reminders_off: own('about'),
      last_active_at: time,
      created_at: time,
    },
  },
  account_state: {
    persons: ['user_id'],
    by: 'user',
    erase: 'delete',
    columns: { user_id: personKey, token_version: technical, disabled_at: time },
  },
  users: {
    persons: ['id'],
    by: 'user',
    erase: 'delete',
    columns: {
      id: personKey,
      email: own('identity'),
      password_hash: hidden('credential'),
      full_name: own('identity'),
      role: own('process'),
      created_at: time,
    },
  },
  audit_log: {
    // Users appear by their id alone, which names nobody once the account is gone.
    persons: ['subject'],
    by: 'user',
    erase: 'keep',
    columns: {
      id: technical,
      at: time,
      actor: technical,
      action: own('process'),
      subject: personKey,
      details: hidden('process'),
      previous_hash: technical,
      hash: technical,
    },
  },
  lab_deliveries: {
    persons: [],
    by: 'user',
    erase: 'keep',
    columns: { id: technical, body_digest: technical, status: technical, response: technical, at: technical },
  },
  cohorts: {
    persons: [],
    by: 'user',
    erase: 'keep',
    columns: {
      id: technical,
      name: technical,
      status: technical,
      preregistration: technical,
      preregistration_hash: technical,
      created_at: technical,
      frozen_at: technical,
      scored_at: technical,
      released_at: technical,
    },
  },
  key_check: { persons: [], by: 'user', erase: 'keep', columns: { id: technical, token: technical } },
  migrations: { persons: [], by: 'user', erase: 'keep', columns: { name: technical, applied_at: technical } },
};

/** Columns that the map does not know, and entries for columns that are not there. */
export async function compareWithSchema({
  query,
}: Pick<TransactionScope, 'query'>): Promise<{ unknown: string[]; gone: string[] }> {
  const rows = await query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const actual = new Set(rows.map(({ name }) => name));
  const mapped = new Set(
    Object.entries(dataMap).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    ),
  );
  return {
    unknown: [...actual].filter((name) => !mapped.has(name)).sort(),
    gone: [...mapped].filter((name) => !actual.has(name)).sort(),
  };
}
