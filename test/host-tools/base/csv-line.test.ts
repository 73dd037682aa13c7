import assert from "node:assert/strict";
import { csvLine } from "../../../host-tools/base/csv-line.js";

describe("csvLine", () => {
	it("quotes where it has to, and stays one line", () => {
		assert.equal(csvLine(["a", 1.5, undefined, true, 'b,"c"', "d\r\ne"]), 'a,1.5,,true,"b,""c""",d e\r\n');
	});

	it("holds no formula and nothing that commands a terminal; numbers and names stay as they are", () => {
		assert.equal(csvLine(["=1+1", "+1", "@a", "-1+cmd|x", "a\x1b[2J"]), "'=1+1,'+1,'@a,'-1+cmd|x,a\\u001b[2J\r\n");
		assert.equal(csvLine([-3.5, "-pump:1"]), "-3.5,-pump:1\r\n");
	});
});
