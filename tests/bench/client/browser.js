'use strict';
// What the client expects of a phone's browser: an XMLHttpRequest and a plugin for SQLite, here over
// Node's http and the sqlite3 package. Has to be required before the client.

const http = require('http');
const sqlite3 = require('../../real/server/node_modules/sqlite3');

// One connection, kept alive: the client sends one request after the other.
const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });

// What was answered with 2xx, by method.
const answered = {};

class XMLHttpRequest {
  constructor() {
    this.withCredentials = false;
    this.readyState = 0;
    this.status = 0;
    this.responseText = '';
  }

  open(method, url) {
    this.method = method;
    this.url = url;
    this.headers = {};
  }

  setRequestHeader(name, value) {
    if (value !== null && value !== undefined) this.headers[name] = value;
  }

  getResponseHeader(name) {
    const value = this.response && this.response.headers[name.toLowerCase()];
    return value === undefined ? null : value;
  }

  send(data) {
    const request = http.request(this.url, { method: this.method, headers: this.headers, agent });
    request.on('response', response => {
      const parts = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => {
        this.response = response;
        this.responseText = Buffer.concat(parts).toString();
        this.finish(response.statusCode);
      });
    });
    request.on('error', () => this.finish(0));
    request.end(data || undefined);
  }

  finish(status) {
    if (status >= 200 && status < 300) answered[this.method] = (answered[this.method] || 0) + 1;
    this.status = status;
    this.readyState = 4;
    this.onreadystatechange();
  }
}

const rowsOf = rows => ({ length: rows.length, item: i => rows[i] });

// One transaction: its statements run in turn, and what their callbacks add as well.
class Transaction {
  constructor(database) {
    this.database = database;
    this.waiting = [];
  }

  executeSql(sql, parameters, done) {
    this.waiting.push({ sql, parameters: parameters || [], done });
  }

  run(ended) {
    const next = this.waiting.shift();
    if (!next) return ended();
    this.database.all(next.sql, next.parameters, (error, rows) => {
      if (error) return ended(error);
      try {
        if (next.done) next.done(this, { rows: rowsOf(rows) });
      } catch (thrown) {
        return ended(thrown);
      }
      this.run(ended);
    });
  }
}

class Database {
  constructor(database) {
    this.database = database;
  }

  transaction(fill, failed, done) {
    const transaction = new Transaction(this.database);
    const end = error => this.database.run(error ? 'ROLLBACK' : 'COMMIT', ended => {
      if (error || ended) failed(error || ended);
      else done();
    });
    this.database.run('BEGIN IMMEDIATE', error => {
      if (error) return failed(error);
      try {
        fill(transaction);
      } catch (thrown) {
        return end(thrown);
      }
      transaction.run(end);
    });
  }

  executeSql(sql, parameters, done, failed) {
    this.database.all(sql, parameters, (error, rows) => {
      if (error) failed(error);
      else done({ rows: rowsOf(rows) });
    });
  }

  close(done, failed) {
    this.database.close(error => (error ? failed(error) : done()));
  }
}

function openDatabase(options, done, failed) {
  const database = new sqlite3.Database(options.name, error => {
    if (error) return failed(error);
    // As safe as syncline's own store.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL', problem =>
      (problem ? failed(problem) : done()));
  });
  return new Database(database);
}

// The client's promises wait a millisecond at each step, which makes tens of them for an item. They
// are spared it here: what is shown is the best that it can do.
const { setTimeout: wait } = global;
global.setTimeout = (call, delay, ...rest) =>
  (delay <= 1 ? setImmediate(call, ...rest) : wait(call, delay, ...rest));

global.window = global;
global.cordova = { version: 'none' }; // otherwise it leaves its store out
global.sqlitePlugin = { openDatabase };
global.XMLHttpRequest = XMLHttpRequest;

module.exports = { answered };
