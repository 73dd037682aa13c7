import assert from "node:assert/strict";
import { resolve } from "node:path";
import { virtualBoard } from "../../../host-tools/virtual-device/virtual-board.js";

describe("the board of a virtual device", () => {
	it("has one serial number for each flash file, however it is named", () => {
		const { model, serialNumber } = virtualBoard("claims/a.flash");
		assert.equal(model, "virtual");
		assert.match(serialNumber, /^02[0-9a-f]{10}$/);
		assert.equal(virtualBoard(resolve("claims/../claims/a.flash")).serialNumber, serialNumber);
		assert.notEqual(virtualBoard("claims/b.flash").serialNumber, serialNumber);
	});
});
