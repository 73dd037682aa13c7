"use strict";

/**
 * AWS IoT asks this before a device becomes a thing (pre-provisioning hook). Only a serial number that is listed may: in SERIAL_NUMBERS,
 * separated by commas, or in the DynamoDB table SERIAL_NUMBER_TABLE, whose key is serialNumber. Whatever else happens is a refusal. Nothing is
 * kept from one call to the next.
 */
exports.handler = async (event) => {
	const serialNumber = event?.parameters?.SerialNumber;
	const [allowed, reason] = await decide(serialNumber);
	log({
		event: allowed ? "provisioning.allowed" : "provisioning.refused",
		serialNumber: String(serialNumber).slice(0, 128),
		reason,
	});
	return { allowProvisioning: allowed === true };
};

/** ms; AWS IoT waits five seconds, and does not say then why it refuses. */
const deadlineMs = 4_000;

async function decide(serialNumber) {
	if (typeof serialNumber !== "string" || serialNumber === "") return [false, "there is no SerialNumber"];
	if (listed().includes(serialNumber)) return [true, "it is in the list"];
	const TableName = process.env.SERIAL_NUMBER_TABLE;
	if (!TableName) return [false, "it is not in the list"];
	const over = new AbortController();
	let timer;
	const late = new Promise((resolve) => {
		timer = setTimeout(() => resolve([false, `the table did not answer within ${deadlineMs} ms`]), deadlineMs);
	});
	try {
		return await Promise.race([lookUp(TableName, serialNumber, over.signal), late]);
	} catch (error) {
		return [false, `the table could not be asked: ${error?.name}: ${error?.message}`];
	} finally {
		clearTimeout(timer);
		over.abort();
	}
}

function listed() {
	const list = process.env.SERIAL_NUMBERS ?? "";
	return list.split(",").map((one) => one.trim());
}

async function lookUp(TableName, serialNumber, abortSignal) {
	const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
	const client = new DynamoDBClient({});
	try {
		const Key = { serialNumber: { S: serialNumber } };
		const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }), { abortSignal });
		const found = Item?.serialNumber?.S === serialNumber;
		return [found, found ? "it is in the table" : "it is neither in the list nor in the table"];
	} finally {
		client.destroy();
	}
}

function log(entry) {
	process.stdout.write(`${JSON.stringify(entry)}\n`);
}
