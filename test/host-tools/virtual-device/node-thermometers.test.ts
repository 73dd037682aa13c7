import assert from "node:assert/strict";
import { openNodeThermometer } from "../../../host-tools/virtual-device/node-thermometers.js";

describe("the virtual device's thermometers", () => {
	it("are simulated; another name is sensor-failed and says what there is", () => {
		assert.throws(() => openNodeThermometer("tmp117"), { code: "sensor-failed", message: /"tmp117".*"simulated"/ });
	});
});
