import { isJsonObject, type JsonObject, type JsonValue } from "../../../json-value.js";
import type { CastType } from "./ast.js";
import type { Budget } from "./budget.js";

/** A value of AWS's SQL; undefined is its Undefined. Int and Decimal are double precision here, and differ by their fraction. */
export type SqlValue = JsonValue | undefined;

/** What AWS turns into numbers by itself. */
const numberText = /^-?\d+(\.\d+)?(E-?\d+)?$/i;

/** A new object that takes any name for a member. */
export function emptyObject(): JsonObject {
	return Object.create(null) as JsonObject;
}

export function isInt(value: SqlValue): value is number {
	return typeof value === "number" && Number.isInteger(value);
}

/** Undefined for what is no finite number; never -0. */
export function finite(value: number): number | undefined {
	return Number.isFinite(value) ? value + 0 : undefined;
}

export function toDecimal(value: SqlValue): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value !== "string" || value.length > 400 || !numberText.test(value)) return undefined;
	return finite(Number(value));
}

/** Rounded down, as functions do it. */
export function toFlooredInt(value: SqlValue): number | undefined {
	const number = toDecimal(value);
	return number === undefined ? undefined : Math.floor(number);
}

export function toBoolean(value: SqlValue): boolean | undefined {
	if (typeof value === "boolean") return value;
	if (typeof value !== "string" || value.length > 5) return undefined;
	const lower = value.toLowerCase();
	return lower === "true" || lower === "false" ? lower === "true" : undefined;
}

/** Undefined for null and Undefined. */
export function toText(value: SqlValue, budget: Budget): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === "number") return numberToText(value);
	if (typeof value === "object") return toJson(value, budget);
	const text = String(value);
	budget.spendText(text.length);
	return text;
}

/** Spends before it writes: what holds one value many times, in few parts of SQL, can be endless as text. */
export function toJson(value: JsonValue, budget: Budget): string {
	weigh(value, budget);
	return JSON.stringify(value);
}

function weigh(value: JsonValue, budget: Budget): void {
	budget.spend();
	if (typeof value === "string") budget.spendText(value.length);
	else if (Array.isArray(value)) for (const item of value) weigh(item, budget);
	else if (isJsonObject(value)) {
		for (const [name, member] of Object.entries(value)) {
			budget.spendText(name.length);
			weigh(member, budget);
		}
	}
}

function numberToText(value: number): string {
	return Number.isInteger(value) ? BigInt(value).toString() : String(value).toUpperCase();
}

/** As `cast` does it: conversions, and numbers to and from booleans. */
export function cast(value: SqlValue, type: CastType, budget: Budget): SqlValue {
	switch (type) {
		case "string":
			return toText(value, budget);
		case "boolean":
			return typeof value === "number" ? value !== 0 : toBoolean(value);
		case "decimal":
			return typeof value === "boolean" ? Number(value) : toDecimal(value);
		case "int":
			return typeof value === "boolean" ? Number(value) : toFlooredInt(value);
	}
}

/** Undefined when one of them is. Values of different types differ. */
export function equal(left: SqlValue, right: SqlValue, budget: Budget): boolean | undefined {
	return left === undefined || right === undefined ? undefined : same(left, right, budget);
}

function same(left: JsonValue, right: JsonValue, budget: Budget): boolean {
	budget.spend();
	if (typeof left === "string" && typeof right === "string") {
		budget.spendText(Math.min(left.length, right.length));
		return left === right;
	}
	if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
	if (Array.isArray(left) || Array.isArray(right)) {
		if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
		return left.every((item, index) => same(item, right[index] ?? null, budget));
	}
	const names = Object.keys(left);
	budget.spend(names.length);
	if (names.length !== Object.keys(right).length) return false;
	return names.every((name) => Object.hasOwn(right, name) && same(left[name] ?? null, right[name] ?? null, budget));
}

export function memberOf(value: SqlValue, name: string): SqlValue {
	return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A copy of an array without what JSON has no word for. */
export function definedOnly(values: readonly SqlValue[]): JsonValue[] {
	return values.filter((value) => value !== undefined);
}
