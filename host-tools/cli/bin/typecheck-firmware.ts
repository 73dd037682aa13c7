import { typecheckFirmware } from "../../moddable/build/typecheck-firmware.js";
import { execute } from "../commands/execute.js";
import { createProcessContext } from "./process-context.js";

const context = createProcessContext();
process.exitCode = await execute(context, { json: false }, (operation) => typecheckFirmware(context.env, operation));
