import assert from "node:assert/strict";
import { CostlyEvaluation } from "../../../../../../host-tools/emulator/services/rules/sql/budget.js";
import { processorMs } from "../../../../../support/processor-time.js";
import { message, output, resultOf, run } from "./run-sql.js";

const none = "Undefined";

describe("evaluateStatement()", () => {
	const senml = {
		e: [
			{ n: "temperature", u: "Cel", t: 1234, v: 22.5 },
			{ n: "light", u: "lm", t: 1235, v: 135 },
			{ n: "acidity", u: "pH", t: 1235, v: 7 },
		],
	};
	const cases: readonly (readonly [sql: string, payload: unknown, expected: unknown])[] = [
		["SELECT color AS rgb FROM 'a' WHERE temperature > 50", { color: "red", temperature: 100 }, { rgb: "red" }],
		["SELECT color AS rgb FROM 'a' WHERE temperature > 50", { color: "red", temperature: 50 }, undefined],
		["SELECT color FROM 'a' WHERE temperature > 50", { color: "red" }, undefined],
		["SELECT *, 15 as speed FROM 'a'", { color: "red" }, { color: "red", speed: 15 }],
		["SELECT VALUE color FROM 'a'", { color: "red" }, "red"],
		["SELECT VALUE arr FROM 'a'", { arr: [1, 2] }, [1, 2]],
		["SELECT value FROM 'a'", { value: 1 }, { value: 1 }],
		["SELECT value, value.x, value AS y FROM 'a'", { value: { x: 1 } }, { value: { x: 1 }, x: 1, y: { x: 1 } }],
		["SELECT color.red as red_value FROM 'a'", { color: { red: 255 } }, { red_value: 255 }],
		["SELECT foo.bar AS bar.baz, 1 AS bar.b FROM 'a'", { foo: { bar: "RED" } }, { bar: { baz: "RED", b: 1 } }],
		[
			"SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 'a'",
			{ color: "red", temperature: 50 },
			{ celsius: 10, my_color: "RED" },
		],
		["SELECT a.b, topic(2), missing FROM 'a'", { a: { b: 1 } }, { b: 1, topic: "b" }],
		["SELECT NULL AS n, foo, bar FROM 'a'", { foo: null }, { n: null, foo: null }],
		[
			"SELECT {'latitude': get(p, 0), 'longitude': get(p, 1), } as p FROM 'a'",
			{ p: [47.6, -122.3] },
			{ p: { latitude: 47.6, longitude: -122.3 } },
		],
		["SELECT {'m': *, 't': topic(1)} FROM 'a'", { x: 1 }, { m: { x: 1 }, t: "a" }],
		["SELECT [lat, long, missing] as p FROM 'a'", { lat: 1, long: 2 }, { p: [1, 2] }],
		[
			"SELECT * as data, topic() as topic, clientId() as client_id, principal() as cert_id FROM 'a'",
			{ x: 1 },
			{ data: { x: 1 }, topic: "a/b/c", client_id: "client-1", cert_id: "ab12" },
		],
		[
			"SELECT * FROM 'a' WHERE isUndefined(statusDetails.CertificateRotator) = false",
			{ statusDetails: { CertificateRotator: "true" } },
			{ statusDetails: { CertificateRotator: "true" } },
		],
		["SELECT * FROM 'a' WHERE isUndefined(statusDetails.CertificateRotator) = false", { statusDetails: {} }, undefined],
		["SELECT (SELECT VALUE n FROM e) as sensors FROM 'a'", senml, { sensors: ["temperature", "light", "acidity"] }],
		["SELECT (SELECT v FROM e WHERE n = 'temperature') as t FROM 'a'", senml, { t: [{ v: 22.5 }] }],
		["SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as t FROM 'a'", senml, { t: 22.5 }],
		["SELECT e[1].v AS v FROM 'a'", senml, { v: 135 }],
		[
			"select value transform('enrichArray', (select a, b from d), (select value c from d)) from 'A/B'",
			{ d: { a: 1, b: 2, c: [{ x: 1 }, { x: 2 }] } },
			[
				{ x: 1, a: 1, b: 2 },
				{ x: 2, a: 1, b: 2 },
			],
		],
		["SELECT * FROM 'a' WHERE EXISTS (SELECT * FROM arr AS a WHERE a = 3)", { arr: [1, 3] }, { arr: [1, 3] }],
		["SELECT * FROM 'a' WHERE EXISTS (SELECT * FROM arr AS a WHERE a = 3)", { arr: [1] }, undefined],
		["SELECT x FROM 'a' WHERE x IN [1, 2] AND x NOT IN (3, 4)", { x: 2 }, { x: 2 }],
		["SELECT x FROM 'a' WHERE x IN list", { x: 2, list: [1] }, undefined],
		[
			"SET @c = (f - 32) * 5 / 9, @d = @c + 1 SELECT @c AS c, @d AS d FROM 'a' WHERE @c > 0",
			{ f: 50 },
			{ c: 10, d: 11 },
		],
		["SET @o = o SELECT @o.x FROM 'a'", { o: { x: 1 } }, { x: 1 }],
		["SELECT topic() AS t", {}, { t: "a/b/c" }],
		["SELECT __proto__, constructor FROM 'a'", {}, {}],
		["SELECT x AS __proto__ FROM 'a'", { x: 1 }, JSON.parse('{"__proto__":1}')],
	];
	for (const [sql, payload, expected] of cases) {
		it(`${sql} of ${JSON.stringify(payload)}`, () => assert.deepEqual(run(sql, payload), expected));
	}

	const operators: readonly (readonly [expression: string, value: unknown])[] = [
		["1 + 2", 3],
		["1 + '2'", "12"],
		["'a' + null", none],
		["1 + true", none],
		["'5' - 2", 3],
		["7 / 2", 3],
		["-7 / 2", -3],
		["7.0 / 2", 3],
		["7.5 / 2", 3.75],
		["7 / 0", none],
		["7 % 4", 3],
		["2 * '3'", 6],
		["1 + 2 * 3", 7],
		["(1 + 2) * 3", 9],
		["- -1", 1],
		["1 = 1.0", true],
		["1 = '1'", false],
		["null = null", true],
		["null <> null", false],
		["missing = 1", none],
		["1 <> missing", none],
		["[1, {'a': 2}] = [1, {'a': 2}]", true],
		["{'a': 1, 'b': 2} = {'b': 2, 'a': 1}", true],
		["{'a': 1} <> {'b': 1}", true],
		["'10' > 9", true],
		["'x' > 9", none],
		["null > 1", none],
		["true AND 'TRUE'", true],
		["true OR missing", none],
		["false OR true AND false", false],
		["NOT 'false'", true],
		["NOT 1", none],
		["NOT true = false", true],
		["CASE color WHEN 'green' THEN 'go' WHEN 'red' THEN 'stop' ELSE 'what' END", "stop"],
		["CASE color WHEN 'green' THEN 'go' END", none],
		["CASE missing WHEN 'green' THEN 'go' ELSE 'x' END", none],
		["CASE WHEN n > 3 THEN 'high' ELSE 'low' END", "high"],
		["cast(true as Int)", 1],
		["cast('5E-1' as Decimal)", 0.5],
		["cast(2.7 as Int)", 2],
		["cast('TRUE' as Bool)", true],
		["cast(0 as Boolean)", false],
		["cast([1, 'a', true] as String)", '[1,"a",true]'],
		["cast(12345678901234567890 as String)", "12345678901234567168"],
		["cast(null as String)", none],
		["cast({'a': 1} as Int)", none],
	];
	for (const [expression, expected] of operators) {
		it(`${expression} is ${JSON.stringify(expected)}`, () => {
			assert.deepEqual(resultOf(expression, { color: "red", n: 4 }), expected);
		});
	}

	it("passes on what is no JSON byte by byte, or encodes it", () => {
		const payload = Buffer.from([0xff, 0, 1]);
		assert.deepEqual(output("SELECT * FROM 'a'", message(payload)), payload);
		assert.deepEqual(run("SELECT encode(*, 'base64') AS data, topic() FROM 'a'", payload), {
			data: "/wAB",
			topic: "a/b/c",
		});
		assert.deepEqual(run("SELECT temp, 1 AS one FROM 'a'", payload), { one: 1 });
		assert.equal(run("SELECT * FROM 'a' WHERE temp > 1", payload), undefined);
	});

	it("reads numbers out of payloads that are no object", () => {
		const sql =
			"SELECT decode(encode(*, 'base64'), 'base64') AS value FROM 'a' WHERE decode(encode(*, 'base64'), 'base64') > 50";
		assert.deepEqual(run(sql, Buffer.from("80")), { value: 80 });
	});

	it("passes JSON on as it was written, and adds to an empty message", () => {
		const payload = Buffer.from('{ "big": 12345678901234567890 }');
		assert.deepEqual(output("SELECT * FROM 'a'", message(payload)), payload);
		assert.deepEqual(run("SELECT *, 1 AS one FROM 'a'", Buffer.alloc(0)), { one: 1 });
		assert.equal(output("SELECT VALUE missing FROM 'a'", message({}))?.length, 0);
	});

	it("gives up what would take too long or grow too large", () => {
		const endless = [
			"SET @a=[*,*,*,*,*,*], @b=[@a,@a,@a,@a,@a,@a,@a], @c=[@b,@b,@b,@b,@b,@b,@b], @d=[@c,@c,@c,@c,@c,@c,@c], @e=[@d,@d,@d,@d,@d,@d] SELECT @e AS e FROM 'a'",
			"SELECT replace(s, 'a', s) AS r FROM 'a'",
			"SELECT (SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM l) FROM l) FROM l) AS r FROM 'a'",
			"SELECT regexp_replace(s, 'a', s) AS r FROM 'a'",
			"SELECT regexp_replace(s, '(a*)[bc]|a', '') AS r FROM 'a'",
			"SELECT indexof(concat(s, s), concat(substring(s, 0, 30000), 'b', substring(s, 0, 29000))) AS r FROM 'a'",
			"SELECT (SELECT VALUE decode(concat(b, '!'), 'base64') FROM l) AS r FROM 'a'",
			"SELECT regexp_matches(s, '(([a-z]?){1,30}){1,10}[0-9]') AS r FROM 'a'",
			"SELECT (SELECT VALUE regexp_matches(s, '(x+x+)+y{100}') FROM l) AS r FROM 'a'",
		];
		const payload = { s: "a".repeat(60_000), b: " ".repeat(60_000), l: new Array(2000).fill(0) };
		for (const sql of endless) {
			const start = processorMs();
			assert.throws(() => run(sql, payload), CostlyEvaluation, sql);
			assert.ok(processorMs() - start < 5000, sql);
		}
		const deep = Buffer.from(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
		assert.throws(() => run("SELECT a FROM 'a'", deep), CostlyEvaluation);
	});
});
