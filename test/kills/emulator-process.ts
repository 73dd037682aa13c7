import { startEmulator } from "../../host-tools/emulator/emulator.js";

/** What `thingsmith local --data` runs, without keys made ahead of need: those would be most of the work of a short life. */
const [, , dataDirectory = ""] = process.argv;
const { endpointUrl, mqttPort, rootCaPem } = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1, dataDirectory });
process.send?.({ endpointUrl, mqttPort, rootCaPem });
