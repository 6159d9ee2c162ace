'use strict';
// Prints a token for the header X-ZUMO-AUTH:
//   node token.js USER SECONDS      valid for SECONDS from now; a negative number: expired already
// SYNCLINE_SECRET is the key, as in server.js.
const jwt = require('jsonwebtoken');

// The package expects this audience and issuer of a server that is not hosted on Azure.
const urn = 'urn:microsoft:windows-azure:zumo';
const [user, seconds] = process.argv.slice(2);
if (!user || !Number.isInteger(Number(seconds))) {
  console.error('usage: node token.js USER SECONDS');
  process.exit(2);
}
console.log(jwt.sign({ sub: user }, process.env.SYNCLINE_SECRET || 'syncline-tests', {
  audience: urn,
  issuer: urn,
  expiresIn: Number(seconds)
}));
