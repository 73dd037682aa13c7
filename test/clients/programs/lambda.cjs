"use strict";

/** A function of host-tools/cloud/lambdas as Lambda runs it: the arguments are its name, the event and the context as JSON. */
const { join } = require("node:path");

const [name, event, context] = process.argv.slice(2);
const { handler } = require(join(__dirname, "../../../host-tools/cloud/lambdas", `${name}.cjs`));
const endsAt = Date.now() + 60_000;
const world = { ...JSON.parse(context), getRemainingTimeInMillis: () => endsAt - Date.now() };
handler(JSON.parse(event), world).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
