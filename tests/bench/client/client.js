'use strict';
// The JavaScript client of Azure Mobile Apps at work, for at most SECONDS:
//   client.js pull URL TABLE PAGE SECONDS DATABASE
//   client.js insert|update|delete URL TABLE COUNT SECONDS DATABASE
// Prints {"count":N,"seconds":S}: items pulled since the process began, or operations pushed since
// the push began. They are made and queued before that, for at most SECONDS, too.

const { answered } = require('./browser.js');
const { MobileServiceClient, MobileServiceSqliteStore, Query } = require('azure-mobile-apps-client');

const [what, url, table, size, seconds, database] = process.argv.slice(2);
const methods = { insert: 'POST', update: 'PATCH', delete: 'DELETE' };

const columns = {
  id: 'string', text: 'string', complete: 'boolean', priority: 'integer', due: 'date',
  version: 'string', createdAt: 'date', updatedAt: 'date', deleted: 'boolean'
};

function report(count, milliseconds) {
  process.stdout.write(JSON.stringify({ count, seconds: milliseconds / 1000 }) + '\n', () =>
    process.exit(0));
}

async function items(store) {
  const sql = `SELECT count(*) AS n FROM [${table}]`;
  return new Promise((done, failed) =>
    store._db.executeSql(sql, [], result => done(result.rows.item(0).n), failed));
}

async function pull(client, store) {
  const end = async () => report(await items(store), performance.now());
  setTimeout(end, Number(seconds) * 1000 - performance.now());
  await client.getSyncContext().pull(new Query(table), null, { pageSize: Number(size) });
  await end();
}

async function queue(client, store) {
  const local = client.getSyncTable(table);
  const enough = performance.now() + Number(seconds) * 1000;
  if (what === 'insert') {
    for (let i = 0; i < Number(size) && performance.now() < enough; ++i) {
      await local.insert({ text: `call the plumber ${i}`, complete: false, priority: i });
    }
    return;
  }
  await client.getSyncContext().pull(new Query(table), null, { pageSize: 1000 });
  for (const item of await store.read(new Query(table))) {
    if (performance.now() > enough) break;
    if (what === 'update') await local.update({ id: item.id, priority: 1000 });
    else await local.del({ id: item.id });
  }
}

async function push(client, store) {
  await queue(client, store);
  const method = methods[what];
  const began = performance.now();
  const end = () => report(answered[method] || 0, performance.now() - began);
  setTimeout(end, Number(seconds) * 1000);
  await client.getSyncContext().push();
  end();
}

async function main() {
  const store = new MobileServiceSqliteStore(database);
  await store.defineTable({ name: table, columnDefinitions: columns });
  const client = new MobileServiceClient(url);
  await client.getSyncContext().initialize(store);
  await (what === 'pull' ? pull(client, store) : push(client, store));
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
