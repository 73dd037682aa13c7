import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Aedes } from "aedes";
import { createTlsServer } from "../../host-tools/emulator/broker/tls/tls-server.js";
import type { AedesTask } from "./aedes.js";

const [task] = (await once(process, "message")) as [AedesTask];
const broker = await Aedes.createBroker();
const server = createTlsServer(task, (socket) => broker.handle(socket));
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);
