import assert from "node:assert/strict";
import { openNodeThermometer } from "../../../host-tools/virtual-device/node-thermometers.js";

describe("the virtual device's thermometers", () => {
	it("are simulated; another name is sensor-unknown and says what there is", () => {
		assert.throws(() => openNodeThermometer({ name: "tmp117" }), {
			code: "sensor-unknown",
			message: /"tmp117".*"simulated"/,
		});
	});
});
