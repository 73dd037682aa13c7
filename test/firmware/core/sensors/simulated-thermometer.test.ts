import { SimulatedThermometer } from "../../../../firmware/core/sensors/simulated-thermometer.js";
import { thermometers } from "../../../../firmware/core/sensors/thermometers.js";
import { nodeRandom } from "../../../../host-tools/virtual-device/node-random.js";
import { describeThermometer } from "../../../contracts/thermometer.contract.js";

const room = { lowest: 15.1, highest: 29.9 };

describeThermometer("simulated, on Node's random bytes", () => new SimulatedThermometer(nodeRandom), room);
describeThermometer("simulated, by its name", () => thermometers(undefined, nodeRandom)({ name: "simulated" }), room);
describeThermometer(
	"simulated, always warming",
	() => new SimulatedThermometer({ fill: (target) => target.fill(0xc0) }),
	room,
);
