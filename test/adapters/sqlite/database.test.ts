import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { atomically, openDatabase, SCHEMA_VERSION } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { healthRecord, manualClock, minute } from '../../builders.ts';
import { temporaryDatabase } from '../../contracts/sqlite-subject.ts';

describe('opening a database', () => {
  it('creates a file that can be opened again', () => {
    const path = temporaryDatabase();
    openDatabase(path).close();

    const database = openDatabase(path);

    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: SCHEMA_VERSION });
    database.close();
  });

  it('keeps a write-ahead log, and waits for the disk only where power failures matter', () => {
    const path = temporaryDatabase();
    const simulated = openDatabase(path);
    const real = openDatabase(path, 'power-failure');

    expect(simulated.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(simulated.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 });
    expect(real.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    simulated.close();
    real.close();
  });

  it('refuses a file that is no database, and leaves it as it is', () => {
    const path = temporaryDatabase();
    const text = 'shopping list: '.padEnd(5000, 'milk ');
    writeFileSync(path, text);

    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({
        name: 'CorruptDatabaseError',
        message: expect.stringMatching(/medic\.db cannot be read .*Move the file away.*restore a backup/),
      }),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('refuses the database of another program, and leaves it as it is', () => {
    const path = temporaryDatabase();
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE song (title TEXT)');
    foreign.close();
    const bytes = readFileSync(path);

    expect(() => openDatabase(path)).toThrow('is a database of another program');
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('refuses the layout of a newer version, and names both', () => {
    const path = temporaryDatabase();
    const newer = openDatabase(path);
    newer.exec('CREATE TABLE thing (id INTEGER); PRAGMA user_version = 99');
    newer.close();

    expect(() => openDatabase(path)).toThrow(/has layout 99, this version of Fleetmedic reads layout 1/);
  });

  it('refuses a file with damaged pages before anything is written to it', async () => {
    const path = temporaryDatabase();
    await fillWithHealth(path);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8192, 16_384);
    writeFileSync(path, bytes);

    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ name: 'CorruptDatabaseError' }));
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('refuses a file whose damage only a check of its structure shows', async () => {
    const path = temporaryDatabase();
    await fillWithHealth(path);
    const bytes = readFileSync(path);
    // Bytes 36 to 39 of the header count the unused pages; there are none.
    bytes.writeUInt32BE(7, 36);
    writeFileSync(path, bytes);

    expect(() => openDatabase(path)).toThrow(/is damaged/);
  });

  it('says what to check when the place cannot be written', () => {
    const path = `${temporaryDatabase()}/no/such/folder.db`;

    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({
        name: 'DependencyError',
        message: expect.stringContaining('check that its folder exists'),
      }),
    );
  });
});

describe('writing atomically', () => {
  it('takes everything back when the work fails', () => {
    const database = openDatabase(':memory:');
    database.exec('CREATE TABLE thing (id INTEGER)');

    expect(() =>
      atomically(database, () => {
        database.exec('INSERT INTO thing VALUES (1)');
        throw new Error('power cut');
      }),
    ).toThrow('power cut');

    expect(database.prepare('SELECT * FROM thing').all()).toEqual([]);
  });

  it('is one transaction when it is nested', () => {
    const database = openDatabase(':memory:');
    database.exec('CREATE TABLE thing (id INTEGER)');

    expect(() =>
      atomically(database, () => {
        atomically(database, () => database.exec('INSERT INTO thing VALUES (1)'));
        throw new Error('power cut');
      }),
    ).toThrow('power cut');

    expect(database.prepare('SELECT * FROM thing').all()).toEqual([]);
  });
});

/** A closed database of some pages. */
async function fillWithHealth(path: string): Promise<void> {
  const database = openDatabase(path);
  const { health } = makeSqliteStores(database, manualClock());
  for (let minutes = 0; minutes < 60; minutes += 1) await health.put(healthRecord({ at: minute(minutes) }));
  database.close();
}
