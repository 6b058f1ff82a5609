// Loaded into the local Slack before it starts: it listens on every interface unless told otherwise,
// loses events now and then on connections it keeps open, and would outlive the bot that started it.

const serve = Bun.serve;
Bun.serve = (options) => serve({ ...options, hostname: "127.0.0.1" });

const send = globalThis.fetch;
globalThis.fetch = (input, init = {}) =>
  send(input, { ...init, headers: { ...init.headers, Connection: "close" } });

process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
