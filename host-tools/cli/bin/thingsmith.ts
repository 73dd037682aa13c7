#!/usr/bin/env node
import { runProgram } from "../commands/program.js";
import { createProcessContext } from "./process-context.js";

/** What may keep the process alive once its command has ended, in ms: keep-alive sockets; what hangs when it was told to stop. */
const lingerMs = 1000;
const stoppedLingerMs = 50;

const context = createProcessContext();
// The SDK's advice to take a newer Node is for whoever keeps the lock file, not for whoever types a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.exitCode = await runProgram(process.argv.slice(2), context);
setTimeout(() => process.exit(), context.signal.aborted ? stoppedLingerMs : lingerMs).unref();
