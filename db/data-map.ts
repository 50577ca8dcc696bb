import type { ColumnRule, DataClass, ErasablePurpose, ExportRule, TableRule } from './data-rule.ts';

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
const ofUser: Omit<TableRule, 'columns'> = { persons: ['user_id'], by: 'user', erase: 'delete' };
const impersonal: Omit<TableRule, 'columns'> = { persons: [], by: 'user', erase: 'keep' };

/**
 * Every column of every table: the class of its data, whether an export contains it, and when it is erased. Export and
 * erasure are generated from this map. A test compares it with information_schema and fails for a column that has no
 * entry. Tables stand in the order of erasure: `users` comes after the tables that refer to it.
 */
export const dataMap: Record<string, TableRule> = {
  profiles: {
    ...ofUser,
    purpose: 'face',
    columns: {
      user_id: personKey,
      photo_path: own('face'),
      visual_embedding: own('face'),
      calibration_complete: own('process'),
    },
  },
  selfies: {
    ...ofUser,
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
    ...ofUser,
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
    ...ofUser,
    purpose: 'personality',
    columns: {
      user_id: personKey,
      item_id: own('personality'),
      value: own('personality'),
      dwell_ms: own('process'),
      answered_at: time,
      locale: own('process'),
    },
  },
  personality_scores: {
    ...ofUser,
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
    ...ofUser,
    purpose: 'genetic',
    columns: { user_id: personKey, encrypted_alleles: own('genetic'), hash_checksum: hidden('genetic') },
  },
  kits: {
    ...ofUser,
    purpose: 'genetic',
    columns: {
      code: own('genetic'),
      user_id: personKey,
      issued_at: time,
      voided_at: time,
      received_at: time,
    },
  },
  superseded_seals: {
    ...ofUser,
    purpose: 'genetic',
    columns: {
      id: technical,
      user_id: personKey,
      phase: own('process'),
      sealed_at: time,
      digest: hidden('genetic'),
      superseded_at: time,
    },
  },
  presentations: {
    ...ofUser,
    purpose: 'by-phase',
    columns: { user_id: personKey, phase: own('process'), seed: technical, items: own('process') },
  },
  phase_records: {
    ...ofUser,
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
    ...ofUser,
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
    shared: true,
    by: 'user',
    erase: 'delete',
    columns: {
      low: personKey,
      high: personKey,
      // One of the two answers belongs to the other person, so neither column is exported.
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
    ...ofUser,
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
    // The key stays. Otherwise a repeated delivery of the update that asked for the erasure would be handled once more.
    erase: 'unlink',
    columns: { key: technical, chat_id: personKey, at: technical },
  },
  staff_sessions: {
    ...ofUser,
    columns: {
      chat_id: personKey,
      user_id: personKey,
      role: technical,
      token_version: technical,
      expires_at: technical,
    },
  },
  participants: {
    ...ofUser,
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
    ...ofUser,
    columns: { user_id: personKey, token_version: technical, disabled_at: time, locale: own('about') },
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
    // Rows hold the random user id only. After the erasure no other table connects that id with a person.
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
    ...impersonal,
    columns: { id: technical, body_digest: technical, status: technical, response: technical, at: technical },
  },
  login_tries: { ...impersonal, columns: { key: technical, tries: technical, until: technical } },
  cohorts: {
    ...impersonal,
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
  key_check: { ...impersonal, columns: { id: technical, token: technical } },
  migrations: { ...impersonal, columns: { name: technical, applied_at: technical } },
};
