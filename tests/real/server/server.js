'use strict';
// The real v2 server: the azure-mobile-apps package on its SQLite provider, loopback only.
// Prints "LISTENING host port" when its tables are ready; SIGTERM ends it.
//
//   PORT                 0 (the default) picks a free port
//   SYNCLINE_DB          database file                    :memory:
//   SYNCLINE_SECRET      key of the X-ZUMO-AUTH tokens    syncline-tests
//   SYNCLINE_PAGE_SIZE   items of a page without $top     50
//   SYNCLINE_MAX_TOP     greatest $top, 0 = any           1000
//   SYNCLINE_BODY_LIMIT  greatest body, such as 10mb      what the package has, 100kb
//   SYNCLINE_FAST        1: WAL and no fsync
//   SYNCLINE_INDEX       1: an index on (updatedAt, id) of each table
//   SYNCLINE_ATTENDED    1: ends when standard input does, so that it never outlives a killed test

const express = require('express');
const mobileApps = require('azure-mobile-apps');
const sqlite3 = require('sqlite3');

const env = process.env;
const host = '127.0.0.1';
const file = env.SYNCLINE_DB || ':memory:';

const mobile = mobileApps({
  basePath: __dirname, // where it looks for settings files; there are none
  data: { provider: 'sqlite', filename: file, dynamicSchema: true },
  auth: { secret: env.SYNCLINE_SECRET || 'syncline-tests' },
  logging: { level: env.SYNCLINE_LOG || 'error' },
  pageSize: Number(env.SYNCLINE_PAGE_SIZE || 50),
  maxTop: Number(env.SYNCLINE_MAX_TOP || 1000),
  swagger: false
});

const todo = () => ({ text: 'string', complete: 'boolean', priority: 'number', due: 'date' });

function keptColumns() {
  const columns = {};
  for (let i = 1; i <= 5; ++i) {
    columns['text' + i] = 'string';
    columns['number' + i] = 'number';
  }
  return columns;
}

// Inserting the text "fail:NNN" is answered with status NNN and stores nothing.
function failOnDemand(context) {
  const asked = /^fail:([1-5]\d\d)$/.exec(String(context.item && context.item.text));
  if (!asked) return context.execute();
  context.res.status(Number(asked[1])).json({ error: 'asked to fail with ' + asked[1] });
}

function flakyTable() {
  const table = mobileApps.table();
  Object.assign(table, { softDelete: true, columns: todo() });
  table.insert(failOnDemand);
  return table;
}

const disabled = { access: 'disabled' };
const tables = {
  todoitem: { softDelete: true, columns: todo() },
  hardtodo: { softDelete: false, columns: todo() },
  authtodo: { softDelete: true, columns: todo(), access: 'authenticated' },
  readonlytodo: {
    softDelete: true, columns: todo(),
    insert: disabled, update: disabled, delete: disabled, undelete: disabled
  },
  fixedtodo: { softDelete: true, columns: todo(), dynamicSchema: false },
  flakytodo: flakyTable(),
  counted: { softDelete: true, columns: todo(), autoIncrement: true }, // the server chooses the id
  kept: { softDelete: true, columns: keptColumns() }
};
for (const [name, definition] of Object.entries(tables)) mobile.tables.add(name, definition);

// The package keeps its handle in sqlite3's cache, so what runs here runs on its connection.
function onItsConnection(sql) {
  const database = new sqlite3.cached.Database(file);
  return new Promise((done, failed) => database.exec(sql, error => (error ? failed(error) : done())));
}

// Its own setting for indexes names them after the columns alone, so that two tables clash.
function indexes() {
  return Object.keys(tables)
    .map(name => `CREATE INDEX IF NOT EXISTS [${name}_updated] ON [${name}] (updatedAt, id);`)
    .join('\n');
}

async function main() {
  if (env.SYNCLINE_FAST === '1') {
    await onItsConnection('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  }
  await mobile.tables.initialize();
  if (env.SYNCLINE_INDEX === '1') await onItsConnection(indexes());

  const app = express();
  if (env.SYNCLINE_BODY_LIMIT) app.use('/tables', express.json({ limit: env.SYNCLINE_BODY_LIMIT }));
  app.use(mobile);

  const server = app.listen(Number(env.PORT || 0), host);
  server.keepAliveTimeout = 60000; // Node's 5 s would close a connection under a slow test
  server.on('listening', () => console.log('LISTENING %s %d', host, server.address().port));
  server.on('error', fatal);
  process.on('SIGTERM', () => process.exit(0));
  if (env.SYNCLINE_ATTENDED === '1') process.stdin.resume().on('end', () => process.exit(0));
}

function fatal(error) {
  console.error(error);
  process.exit(1);
}

main().catch(fatal);
