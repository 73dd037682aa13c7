import assert from "node:assert/strict";
import { functionNames } from "../../../../../../host-tools/emulator/services/rules/sql/functions/function-table.js";
import { resultOf } from "./run-sql.js";

const none = "Undefined";

/** expression → value. The examples of AWS's reference (AWS IoT SQL reference, Functions) are among them. */
const tables: Readonly<Record<string, readonly (readonly [expression: string, value: unknown])[]>> = {
	"of numbers": [
		["abs(-5)", 5],
		['abs("-5.123")', 5.123],
		["abs(true)", none],
		["abs(null)", none],
		["abs()", none],
		["acos(0)", Math.PI / 2],
		["acos(2)", none],
		["asin(0)", 0],
		["atan(0)", 0],
		["atan2(1, 0)", Math.PI / 2],
		["bitand(13, 5)", 5],
		["bitand(13.9, '5')", 5],
		["bitor(8, 5)", 13],
		["bitxor(13, 5)", 8],
		["bitnot(13)", -14],
		["bitnot([1])", none],
		["ceil(1.2)", 2],
		["ceil(-1.2)", -1],
		["cos(0)", 1],
		["cosh(2.3)", Math.cosh(2.3)],
		["exp(1)", Math.E],
		["exp(1000)", none],
		["floor(1.2)", 1],
		["floor(-1.2)", -2],
		["floor([1, 2, 3])", none],
		["ln(1)", 0],
		["ln(0)", none],
		["log(100)", 2],
		["mod(8, 3)", 2],
		["mod(8, 0)", none],
		["remainder(8, 3)", 2],
		["nanvl(8, 3)", 8],
		["nanvl(missing, 3)", 3],
		["nanvl(null, 'x')", "x"],
		["power(2, 5)", 32],
		["power('2', 5)", 32],
		["power(true, 5)", none],
		["round(1.2)", 1],
		["round(1.5)", 2],
		["round(-1.1)", -1],
		["round(-1.5)", -2],
		["sign(-7)", -1],
		["sign(0)", 0],
		["sign('13')", 1],
		["sin(0)", 0],
		["sinh(2.3)", Math.sinh(2.3)],
		["sqrt(9)", 3],
		["sqrt(-1)", none],
		["tan(3)", Math.tan(3)],
		["tanh(2.3)", Math.tanh(2.3)],
		["trunc(2.3, 0)", 2],
		["trunc(2.3123, 2)", 2.31],
		["trunc(2.888, 2)", 2.88],
		["trunc(-2.888, 1)", -2.8],
		["trunc(2.00, 5)", 2],
		["trunc(0.00000012, 7)", 1e-7],
		["trunc('x', 5)", none],
	],
	"of texts": [
		["chr(65)", "A"],
		["chr('49')", "1"],
		["chr(128)", none],
		['endswith("cat", "at")', true],
		["endswith(missing, 'x')", none],
		['indexof("abcd", "bc")', 1],
		["indexof('abcd', 'x')", -1],
		['length("hi")', 2],
		["length(false)", 5],
		['lower("HELLO")', "hello"],
		['lower(["HELLO"])', '["hello"]'],
		['lpad("hello", 2)', "  hello"],
		["lpad(1, 3)", "   1"],
		["lpad(1, -3)", "1"],
		["lpad(1, true)", none],
		['ltrim(" h i ")', "h i "],
		['numbytes("€")', 3],
		['replace("abcd", "bc", "x")', "axd"],
		['replace("abcdabcd", "b", "x")', "axcdaxcd"],
		["replace('a', '', 'x')", "a"],
		['rpad("hello", 2)', "hello  "],
		['rtrim(" h i ")', " h i"],
		['startswith("ranger", "ran")', true],
		["startswith(123, 12)", true],
		['substring("012345", 0)', "012345"],
		['substring("012345", 2)', "2345"],
		['substring("012345", 2.745)', "2345"],
		["substring(123, 2)", "3"],
		['substring("012345", -1)', "012345"],
		["substring(true, 1.2)", "rue"],
		["substring(false, -2.411E247)", "false"],
		['substring("012345", 1, 3)', "12"],
		['substring("012345", -50, 50)', "012345"],
		['substring("012345", 3, 1)', ""],
		["substring('0', 'x')", none],
		['trim(" hi ")', "hi"],
		['upper("hello")', "HELLO"],
		["upper(null)", none],
	],
	"of regular expressions": [
		['regexp_matches("aaaa", "a{2,}")', true],
		['regexp_matches("aaaa", "b")', false],
		["regexp_matches(null, 'b')", none],
		['regexp_replace("abcd", "bc", "x")', "axd"],
		['regexp_replace("abcd", "b(.*)d", "$1")', "ac"],
		["regexp_replace('aXbX', 'X', '\\$')", "a$b$"],
		["regexp_replace('ab', '', '-')", "-a-b-"],
		["regexp_replace('abcd', 'b', '$1')", none],
		['regexp_substr("hihihello", "hi")', "hi"],
		['regexp_substr("hihihello", "(hi)*")', "hihi"],
		["regexp_substr('abc', '\\d+')", none],
		["regexp_matches('abc', p)", none],
	],
	"of collections": [
		["concat()", none],
		["concat(1)", 1],
		["concat([1, 2, 3], 4)", [1, 2, 3, 4]],
		['concat([1, 2, 3], "hello", [4, 5, 6])', [1, 2, 3, "hello", 4, 5, 6]],
		['concat("con", "cat")', "concat"],
		['concat(1, "hello")', "1hello"],
		['concat("he", "is", "man")', "heisman"],
		["concat('a', null)", none],
		["concat(1, 2)", none],
		['get(["a", "b", "c"], 1)', "b"],
		['get({"a": "b"}, "a")', "b"],
		['get("abc", 1)', "b"],
		["get([1], 1)", none],
		["get([1], -1)", none],
		["get({'a': 1}, 'toString')", none],
		["get(null, 'a')", none],
		["get_or_default(missing, 5)", 5],
		["get_or_default(1, 5)", 1],
		["isNull(5)", false],
		["isNull(Null)", true],
		["isUndefined(5)", false],
		["isUndefined(floor([1, 2, 3]))", true],
		["isUndefined(null)", false],
		[
			"transform('enrichArray', {'k': 1}, [{'a': 2}, {'b': 3}])",
			[
				{ a: 2, k: 1 },
				{ b: 3, k: 1 },
			],
		],
		["transform('other', {'k': 1}, [{'a': 2}])", none],
		["transform('enrichArray', {'k': 1}, [1])", none],
	],
	"that encode": [
		["decode('eyAidGVtcGVyYXR1cmUiOiAzMyB9Cg==', 'base64').temperature", 33],
		["decode('aGVsbG8=', 'base64')", "hello"],
		["decode('!', 'base64')", null],
		["encode('hello', 'base64')", "aGVsbG8="],
		["encode(5, 'base64')", "NQ=="],
		['md2("hello")', "a9046c73e00331af68917d3804f70655"],
		["md2('')", "8350e5a3e24c153df2275c9f80692773"],
		['md5("hello")', "5d41402abc4b2a76b9719d911017c592"],
		["sha1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
		["substring(sha224(''), 0, 8)", "d14a028c"],
		["substring(sha256(''), 0, 8)", "e3b0c442"],
		["substring(sha384(''), 0, 8)", "38b060a7"],
		["substring(sha512(''), 0, 8)", "cf83e135"],
		["md5(null)", none],
	],
	"of time": [
		["parse_time('yyyy.MM.dd G ''at'' HH:mm:ss z', 100000000, 'America/Belize')", "1970.01.01 AD at 21:46:40 CST"],
		["parse_time('yyyy', timestamp(), 'UTC')", "2023"],
		["parse_time('yyyy-MM-dd HH:mm:ss.SSS', 1700000000123)", "2023-11-14 22:13:20.123"],
		["parse_time('EEEE, MMMM d, yyyy h:mm a', 1700000000123)", "Tuesday, November 14, 2023 10:13 PM"],
		["parse_time('xxxx-ww-e D Z ZZ ZZZ', 0, 'Europe/Berlin')", "1970-01-4 1 +0100 +01:00 Europe/Berlin"],
		["parse_time('yyyy', 0, 'Nope/Zone')", none],
		["parse_time('q', 0)", none],
		["parse_time('yyyy', 1e300)", none],
		['time_to_epoch("2020-04-03 09:45:18 UTC+01:00", "yyyy-MM-dd HH:mm:ss VV")', 1585903518000],
		['time_to_epoch("18 December 2015", "dd MMMM yyyy")', 1450396800000],
		['time_to_epoch("2007-12-03 10:15:30.592 America/Los_Angeles", "yyyy-MM-dd HH:mm:ss.SSS z")', 1196705730592],
		["time_to_epoch('2021-02-31', 'yyyy-MM-dd')", none],
		["time_to_epoch('x', 'yyyy')", none],
		["timestamp()", 1_700_000_000_123],
	],
	"of the message": [
		["accountid()", "000000000000"],
		["clientid()", "client-1"],
		["clientId()", "client-1"],
		["principal()", "ab12"],
		["sql_version()", "2016-03-23"],
		["topic()", "a/b/c"],
		["topic(1)", "a"],
		["topic(3)", "c"],
		["topic(4)", none],
		["topic('x')", none],
		["traceid()", "5e1f2c0e-0000-4000-8000-000000000000"],
		["regexp_matches(newuuid(), '^[0-9a-f-]{36}$')", true],
		["rand() >= 0 AND rand() < 1", true],
		["sourceip()", none],
		["get_mqtt_property('format_indicator')", "UNSPECIFIED_BYTES"],
		["get_mqtt_property('content_type')", none],
		["get_user_properties('k')", none],
		["get_thing_shadow('t', 'arn')", none],
		["get_registry_data('DescribeThing', 't', 'arn')", none],
		["aws_lambda('arn', 1)", none],
	],
};

describe("functions of AWS IoT SQL", () => {
	for (const [what, table] of Object.entries(tables)) {
		describe(what, () => {
			for (const [expression, expected] of table) {
				it(`${expression} is ${JSON.stringify(expected)}`, () => {
					assert.deepEqual(resultOf(expression, { p: "(" }), expected);
				});
			}
		});
	}

	it("are all in these tables", () => {
		const said = Object.values(tables)
			.flat()
			.map(([expression]) => expression.toLowerCase())
			.join(" ");
		const missing = functionNames().filter((name) => !said.includes(`${name}(`));
		assert.deepEqual(missing, []);
	});

	it("of MQTT 5 say what the publisher did", () => {
		const properties = {
			contentType: "text/plain",
			payloadFormatIndicator: true,
			responseTopic: "r/t",
			correlationData: Buffer.from("cid"),
			userProperties: [
				["k", "1"],
				["o", "2"],
				["k", "3"],
			] as const,
		};
		const say = (expression: string) => resultOf(expression, {}, { properties });
		assert.equal(say("get_mqtt_property('content_type')"), "text/plain");
		assert.equal(say("get_mqtt_property('format_indicator')"), "UTF8_DATA");
		assert.equal(say("get_mqtt_property('response_topic')"), "r/t");
		assert.equal(say("get_mqtt_property('correlation_data')"), "Y2lk");
		assert.deepEqual(say("get_user_properties('k')"), ["1", "3"]);
		assert.deepEqual(say("get_user_properties()"), [{ k: "1" }, { o: "2" }, { k: "3" }]);
	});

	it("say n/a and Undefined for what came from no client", () => {
		const given = { clientId: undefined, principal: undefined };
		const say = (expression: string) => resultOf(expression, {}, given);
		assert.equal(say("clientid()"), "n/a");
		for (const expression of ["principal()", "traceid()", "sourceip()", "get_mqtt_property('format_indicator')"]) {
			assert.equal(say(expression), none, expression);
		}
	});
});
