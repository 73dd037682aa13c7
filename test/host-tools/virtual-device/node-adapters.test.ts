import { SimulatedThermometer } from "../../../firmware/core/simulated-thermometer.js";
import { nodeDigest } from "../../../host-tools/virtual-device/node-digest.js";
import { nodeKeyMaker } from "../../../host-tools/virtual-device/node-key-maker.js";
import { nodeModularArithmetic } from "../../../host-tools/virtual-device/node-modular-arithmetic.js";
import { nodeNetwork } from "../../../host-tools/virtual-device/node-network.js";
import { nodeRandom } from "../../../host-tools/virtual-device/node-random.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";
import { openNodeThermometer } from "../../../host-tools/virtual-device/node-thermometers.js";
import { describeDigest } from "../../contracts/digest.contract.js";
import { describeKeyMaker } from "../../contracts/key-maker.contract.js";
import { describeModularArithmetic } from "../../contracts/modular-arithmetic.contract.js";
import { describeNetwork } from "../../contracts/network.contract.js";
import { describeRandom } from "../../contracts/random.contract.js";
import { describeTextCodec } from "../../contracts/text-codec.contract.js";
import { describeThermometer } from "../../contracts/thermometer.contract.js";
import { describeClock, describeTimer } from "../../contracts/time.contract.js";
import { nodeTime } from "../../support/node-time.js";

const room = { lowest: 15.1, highest: 29.9 };

describeTimer("Node", nodeTime);
describeClock("Node", nodeTime);
describeRandom("Node", nodeRandom);
describeTextCodec("Node", nodeTextCodec);
describeNetwork("Node", () => nodeNetwork);
describeKeyMaker("Node", () => nodeKeyMaker);
describeDigest("Node", () => nodeDigest);
describeModularArithmetic("Node", () => nodeModularArithmetic);
describeThermometer("simulated, on Node's random bytes", () => new SimulatedThermometer(nodeRandom), room);
describeThermometer("the virtual device's", () => openNodeThermometer({ name: "simulated" }), room);
describeThermometer(
	"simulated, always warming",
	() => new SimulatedThermometer({ fill: (target) => target.fill(0xc0) }),
	room,
);
