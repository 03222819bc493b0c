// A TLS client and a TLS server on Node's tls module.
//
// The client copies its standard input to the server and what comes back to standard output. The server echoes, or
// answers each request with one file, and closes with close_notify.

import fs from 'node:fs';
import process from 'node:process';
import tls from 'node:tls';
import { parseArgs } from 'node:util';

const socketTimeout = 50_000; // milliseconds without progress
const names = ['address', 'version', 'cert', 'key', 'trust', 'groups', 'suite', 'alpn', 'serve', 'again'];
const { values: settings, positionals: [part] } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
const [host, port] = settings.address.split(':');

function readIfNamed(path) {
  return path && fs.readFileSync(path);
}

function configuration() {
  const out = {
    allowHalfOpen: true,
    minVersion: `TLSv${settings.version}`,
    maxVersion: `TLSv${settings.version}`,
    cert: readIfNamed(settings.cert),
    key: readIfNamed(settings.key),
    ca: readIfNamed(settings.trust),
  };
  if (settings.groups) out.ecdhCurve = settings.groups.replaceAll(',', ':');
  if (settings.suite) out.ciphers = settings.suite;
  if (settings.alpn) out.ALPNProtocols = [settings.alpn];
  return out;
}

function checkAlpn(socket) {
  if (settings.alpn && socket.alpnProtocol !== settings.alpn) {
    socket.destroy(new Error(`ALPN gave ${socket.alpnProtocol}`));
  }
}

function client() {
  const socket = tls.connect({ ...configuration(), host, port, servername: 'localhost' });
  socket.setTimeout(socketTimeout, () => socket.destroy(new Error('nothing came for too long')));
  socket.on('secureConnect', () => {
    checkAlpn(socket);
    process.stdin.pipe(socket);
    socket.pipe(process.stdout);
  });
  socket.on('end', () => {
    process.stdin.destroy();
    socket.end();
  });
  socket.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

// Says of each of two connections whether it is resumed.
function visit(session) {
  const line = `${settings.again}\n`;
  let saved;
  let answer = '';
  const socket = tls.connect({ ...configuration(), host, port, servername: 'localhost', session });
  socket.setTimeout(socketTimeout, () => socket.destroy(new Error('nothing came for too long')));
  socket.on('session', (given) => {
    saved = given;
  });
  socket.on('secureConnect', () => {
    console.log('resumed', socket.isSessionReused());
    socket.write(line);
  });
  socket.on('data', (data) => {
    answer += data;
    if (answer === line) socket.end();
  });
  socket.on('close', () => {
    if (!session) visit(saved);
  });
  socket.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

function serve(socket) {
  socket.setTimeout(socketTimeout, () => socket.destroy(new Error('nothing came for too long')));
  checkAlpn(socket);
  if (settings.serve) {
    socket.once('data', () => {
      const body = fs.readFileSync(settings.serve);
      socket.write(`HTTP/1.0 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.end(body);
    });
  } else {
    socket.pipe(socket);
  }
  socket.on('error', (error) => console.error('connection:', error.message));
}

function server() {
  const asks = Boolean(settings.trust);
  const listener = tls.createServer({ ...configuration(), requestCert: asks, rejectUnauthorized: asks }, serve);
  listener.on('tlsClientError', (error) => console.error('handshake:', error.message));
  listener.listen(port, host, () => console.log(`listening on ${host}:${listener.address().port}`));
}

const run = { client: settings.again ? () => visit() : client, server }[part];
if (!run) throw new Error('client or server?');
run();
