// The recovery budget in the embedded database: one row, written only over the version that was read (I8).

import type { DatabaseSync } from 'node:sqlite';
import type { BudgetStore } from '#application/ports/recovery.ts';
import { EMPTY_BUDGET, RecoveryBudget } from '#domain/budget/budget.ts';
import { readBody } from './body.ts';

/** Opens the store; as long as nothing has been written, the budget is the empty one. */
export function sqliteBudgetStore(database: DatabaseSync): BudgetStore {
  database.exec(
    `CREATE TABLE IF NOT EXISTS recovery_budget (
       id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, body TEXT NOT NULL
     ) STRICT`,
  );
  const select = database.prepare('SELECT body FROM recovery_budget');
  const insert = database.prepare(
    'INSERT INTO recovery_budget (id, version, body) VALUES (1, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare('UPDATE recovery_budget SET version = ?, body = ? WHERE version = ?');

  return {
    async find() {
      return readBody(RecoveryBudget, select.get()) ?? EMPTY_BUDGET;
    },
    async replace(seen, next) {
      const body = JSON.stringify(next);
      const { changes } =
        seen.version === EMPTY_BUDGET.version
          ? insert.run(next.version, body)
          : update.run(next.version, body, seen.version);
      return changes === 1;
    },
  };
}
