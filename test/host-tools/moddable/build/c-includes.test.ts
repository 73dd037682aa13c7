import assert from "node:assert/strict";
import { includesOf } from "../../../../host-tools/moddable/build/c-includes.js";

const defines = new Map([
	["ESP32", "1"],
	["USB", "0"],
]);
const headers = (...lines: string[]) => includesOf(lines.join("\n"), defines).map(({ header }) => header);

describe("includesOf", () => {
	it("tells quotes from brackets, and the line", () => {
		assert.deepEqual(includesOf('\n#include "a.h"\n  #  include <sys/b.h> // why\n', new Map()), [
			{ header: "a.h", quoted: true, line: 2 },
			{ header: "sys/b.h", quoted: false, line: 3 },
		]);
	});

	it("passes over comments and macros", () => {
		assert.deepEqual(headers('// #include "a.h"', "/*", '#include "b.h"', "*/", "#include NAME", '#include "c.h"'), [
			"c.h",
		]);
	});

	for (const [condition, expected] of [
		["#if ESP32", ["yes.h"]],
		["#if !ESP32", ["no.h"]],
		["#if USB", ["no.h"]],
		["#if defined(USB)", ["yes.h"]],
		["#if !defined ESP32", ["no.h"]],
		["#ifdef ESP32", ["yes.h"]],
		["#ifndef ESP32", ["no.h"]],
		["#if 0", ["no.h"]],
		["#ifdef ESP8266", ["yes.h", "no.h"]],
		["#if ESP32 && CONFIG_X", ["yes.h", "no.h"]],
	] as const) {
		it(`reads ${expected.join(" and ")} after "${condition}"`, () => {
			assert.deepEqual(
				headers(condition, '#include "yes.h"', "#else", '#include "no.h"', "#endif", '#include "end.h"'),
				[...expected, "end.h"],
			);
		});
	}

	it("takes no branch after one that is taken", () => {
		const rest = ["#elif CONFIG_X", '#include "b.h"', "#else", '#include "c.h"', "#endif"];
		assert.deepEqual(headers("#if ESP32", '#include "a.h"', ...rest), ["a.h"]);
		assert.deepEqual(headers("#if USB", '#include "a.h"', ...rest), ["b.h", "c.h"]);
	});

	it("takes nothing inside a branch that is skipped", () => {
		assert.deepEqual(headers("#if USB", "#ifdef X", '#include "a.h"', "#endif", "#endif"), []);
	});
});
