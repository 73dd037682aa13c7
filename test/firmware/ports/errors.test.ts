import assert from "node:assert/strict";
import { DeviceError, toDeviceError } from "../../../firmware/ports/errors.js";

describe("a device error", () => {
	it("has a code, a message, a name and, when there is one, a cause", () => {
		const cause = new Error("below");
		const error = new DeviceError("timeout", "Timed out", cause);
		assert.equal(error.code, "timeout");
		assert.equal(String(error), "DeviceError: Timed out");
		assert.equal(error.cause, cause);
		assert.ok(!("cause" in new DeviceError("timeout", "Timed out")));
	});

	it("is made of whatever was thrown, and stays itself", () => {
		const error = new DeviceError("timeout", "Timed out");
		assert.equal(toDeviceError(error, "flash-failed"), error);
		const foreign = new TypeError("not a function");
		const wrapped = toDeviceError(foreign, "flash-failed");
		assert.deepEqual([wrapped.code, wrapped.message, wrapped.cause], ["flash-failed", "not a function", foreign]);
		assert.deepEqual([toDeviceError("text").code, toDeviceError("text").message], ["internal", "text"]);
		assert.equal(toDeviceError(undefined).message, "undefined");
	});
});
