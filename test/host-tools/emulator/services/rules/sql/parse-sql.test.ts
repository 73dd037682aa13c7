import assert from "node:assert/strict";
import fc from "fast-check";
import { AwsError } from "../../../../../../host-tools/emulator/aws-error.js";
import { CostlyEvaluation } from "../../../../../../host-tools/emulator/services/rules/sql/budget.js";
import { parseSql } from "../../../../../../host-tools/emulator/services/rules/sql/parse-sql.js";
import { printSql } from "../../../../../../host-tools/emulator/services/rules/sql/print-sql.js";
import { refused } from "../../refused.js";
import { statements } from "./arbitrary-sql.js";
import { message, output } from "./run-sql.js";

describe("parseSql()", () => {
	const problems: readonly (readonly [sql: string, message: RegExp])[] = [
		["SELEC * FROM 'a'", /^Expected SELECT but found "SELEC" at line 1, column 1$/],
		["SELECT * FROM a", /^Expected a topic filter in single quotes but found "a" at line 1, column 15$/],
		['SELECT * FROM "a"', /single quotes/],
		["SELECT *\nFROM 'a'\nWHERE x >", /^Expected a value but found the end at line 3, column 10$/],
		["SELECT * FROM 'a' WHERE x > 1 y", /^Expected an operator or the end but found "y"/],
		["SELECT * FROM 'a/#/b'", /topic filter is refused \(# must be the last level\)/],
		["SELECT * FROM '$aws/rules/r/a'", /basic ingest/],
		["SELECT a FROM 'b", /has no end at line 1, column 15/],
		["SELECT x + 1 FROM 'a'", /needs a name, AS name, at line 1, column 8/],
		["SELECT nosuch(x) FROM 'a'", /There is no function nosuch at line 1, column 8/],
		["SELECT get_dynamodb('t') FROM 'a'", /does not have the function get_dynamodb/],
		["SELECT get_secret('t') FROM 'a'", /does not have the function get_secret/],
		["SELECT regexp_matches(x, '(?=a)') AS m FROM 'a'", /regular expression.*\(\?=/],
		["SELECT encode(*, 'hex') AS m FROM 'a'", /must be 'base64'/],
		["SELECT cast(x AS Date) FROM 'a'", /Expected a type/],
		["SELECT @x AS x FROM 'a'", /@x is not declared/],
		["SET @x = 1, @x = 2 SELECT @x FROM 'a'", /@x is set twice/],
		["SET x = 1 SELECT x FROM 'a'", /Expected a variable/],
		["SELECT VALUE a, b FROM 'a'", /one value/],
		["SELECT CASE x END AS c FROM 'a'", /Expected WHEN/],
		["SELECT my-key, FROM 'a'", /needs a name|Expected/],
		["SELECT § FROM 'a'", /Unexpected character "§"/],
		["SELECT a. FROM 'a'", /Expected/],
		[`SELECT ${"(".repeat(100)}1${")".repeat(100)} AS x FROM 'a'`, /nested deeper than 64/],
		[`SELECT ${"NOT ".repeat(100)} true AS x FROM 'a'`, /nested deeper than 64/],
		[`SELECT ${"1+".repeat(2000)} 1 AS x FROM 'a'`, /more than 1000/],
	];
	for (const [sql, words] of problems) {
		it(`refuses ${sql.slice(0, 60)}`, () => {
			assert.throws(() => parseSql(sql, "2016-03-23"), refused("SqlParseException", 400, words));
		});
	}

	it("takes keywords and functions in any case, and blanks before brackets", () => {
		assert.equal(parseSql("select TIMESTAMP () as t from 'a' where Trim(x) = 'b'", "2015-10-08").topicFilter, "a");
	});

	it("has in version 2015-10-08 what that had", () => {
		const refusals = [
			"SELECT {'a': 1} AS o FROM 'a'",
			"SELECT [1] AS o FROM 'a'",
			"SELECT (SELECT a FROM b) AS o FROM 'a'",
			"SELECT * FROM 'a' WHERE isUndefined(x)",
			"SELECT cast(x AS Decimal) FROM 'a'",
		];
		for (const sql of refusals) {
			assert.throws(() => parseSql(sql, "2015-10-08"), refused("SqlParseException", 400, /2016-03-23/));
			parseSql(sql, "beta");
		}
	});

	it("throws nothing but SqlParseException and what says that the text is too long", () => {
		const pieces = fc.constantFrom(
			..."SELECT FROM WHERE AS VALUE SET CASE WHEN THEN ELSE END IN NOT AND OR ( ) [ ] { } , . : * + - / % = <> < > ' \" @a topic() cast(x AS Int) 'a/b' 'a' x 1 1.5e3 null true ${ }".split(
				" ",
			),
		);
		const texts = fc.oneof(
			fc.string(),
			fc.array(pieces, { maxLength: 30 }).map((words) => `SELECT ${words.join(" ")}`),
		);
		fc.assert(
			fc.property(texts, fc.constantFrom("2015-10-08", "2016-03-23"), (sql, version) => {
				try {
					parseSql(sql, version);
				} catch (error) {
					assert.ok(error instanceof AwsError && /SqlParse|InvalidRequest/.test(error.name), String(error));
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it("reads what printSql() wrote as the same statement", () => {
		fc.assert(
			fc.property(statements, (statement) => {
				const parsed = parseSql(printSql(statement), "2016-03-23");
				// Those of fast-check have no prototype.
				assert.deepEqual(parsed, structuredClone(statement));
				assert.equal(printSql(parsed), printSql(statement));
			}),
			{ numRuns: 500 },
		);
	});

	it("and each of them comes to an end on any message", () => {
		fc.assert(
			fc.property(
				statements,
				fc.oneof(
					fc.json().map((text) => Buffer.from(text)),
					fc.uint8Array().map(Buffer.from),
				),
				(statement, payload) => {
					try {
						output(printSql(statement), message(payload));
					} catch (error) {
						assert.ok(error instanceof CostlyEvaluation, String(error));
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});
