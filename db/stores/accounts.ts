import type { Account, AccountStore, UserId } from '../../engine/ports/participants.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';

const selection = `
  SELECT u.id, u.email, u.password_hash AS "passwordHash", u.full_name AS "fullName", u.role,
    coalesce(s.token_version, 0) AS "tokenVersion", s.disabled_at AS "disabledAt", s.locale,
    s.chosen_cohort_id AS "chosenCohortId", s.setup_hash AS "setupHash", s.setup_until AS "setupUntil", u.created_at AS "createdAt"
  FROM users u LEFT JOIN account_state s ON s.user_id = u.id`;

/** Accounts, stored in `users` and, for fields that it has no column for, in `account_state`. */
export function createAccountStore({ models, query, transaction, clock }: TransactionScope): AccountStore {
  const byId = async (id: UserId): Promise<Account | undefined> =>
    (await query<Account>(`${selection} WHERE u.id = $1`, [id]))[0];

  const requireFree = async (email: string, owner: UserId | null): Promise<void> => {
    const taken = await query('SELECT FROM users WHERE email = $1 AND id IS DISTINCT FROM $2', [
      email,
      owner,
    ]);
    if (taken.length > 0) throw new HarmoniaError('conflict', 'another account has this e-mail address');
  };

  return {
    byId,
    byEmail: async (email) =>
      (await query<Account>(`${selection} WHERE u.email = $1`, [email.toLowerCase()]))[0],
    async bySetup(hash) {
      const [row] = await query<{ id: UserId }>(
        'SELECT user_id AS id FROM account_state WHERE setup_hash = $1 FOR UPDATE',
        [hash],
      );
      return row && byId(row.id);
    },
    async create({ email, passwordHash, fullName, role }) {
      await requireFree(email.toLowerCase(), null);
      const user = await models.users.create(
        {
          email: email.toLowerCase(),
          passwordHash,
          fullName: fullName ?? null,
          role,
          createdAt: clock.now(),
        },
        { transaction },
      );
      await models.accountStates.create({ userId: user.id }, { transaction });
      return (await byId(user.id))!;
    },
    async update(id, { email, passwordHash, fullName, ...state }) {
      if (email !== undefined) await requireFree(email.toLowerCase(), id);
      const identity = {
        ...(email === undefined ? {} : { email: email.toLowerCase() }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(fullName === undefined ? {} : { fullName }),
      };
      await models.users.update(identity, { where: { id }, transaction });
      if (Object.keys(state).length > 0)
        await models.accountStates.upsert({ userId: id, ...state }, { transaction });
    },
    ofRole: (role, { lock = false } = {}) =>
      query<Account>(
        `${selection} WHERE u.role = $1 ORDER BY u.created_at, u.id ${lock ? 'FOR UPDATE OF u' : ''}`,
        [role],
      ),
  };
}
