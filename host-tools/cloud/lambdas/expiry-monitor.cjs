"use strict";

/**
 * Looks which ACTIVE certificates end within EXPIRY_DAYS, and tells the SNS topic TOPIC_NAME what to rotate, where there is any. Oldest come
 * first; if there is no time for all of them, it says so.
 */
exports.handler = async (_event, context) => {
	const { IoTClient } = require("@aws-sdk/client-iot");
	const client = new IoTClient({ maxAttempts: 8 });
	try {
		const { ending, looked, complete } = await look(client, context);
		ending.sort((a, b) => a.ends - b.ends);
		const plan = planOf(ending);
		log({ event: "expiry.found", looked, complete, ending: ending.length, plan: plan.slice(0, mostLines) });
		if (ending.length > 0 || !complete) await tell(plan, { looked, complete, ending: ending.length }, context);
		return { looked, complete, ending: ending.length };
	} finally {
		client.destroy();
	}
};

/** ms that telling it takes. */
const reserveMs = 20_000;
/** In a log entry or message: 256 kB. */
const mostLines = 500;
/** AWS IoT answers ten calls of a kind a second. */
const atOnce = 5;

async function look(client, context) {
	const { ListCertificatesCommand } = require("@aws-sdk/client-iot");
	const until = Date.now() + Number(process.env.EXPIRY_DAYS) * 86_400_000;
	if (Number.isNaN(until)) throw new Error("EXPIRY_DAYS is no number");
	const ending = [];
	let looked = 0;
	let marker;
	do {
		const page = await client.send(new ListCertificatesCommand({ pageSize: 250, ascendingOrder: true, marker }));
		const active = page.certificates.filter(({ status }) => status === "ACTIVE");
		while (active.length > 0) {
			if (context.getRemainingTimeInMillis() < reserveMs) return { ending, looked, complete: false };
			const some = active.splice(0, atOnce);
			const found = await Promise.all(some.map(({ certificateId }) => endOf(client, certificateId, until)));
			ending.push(...found.filter((one) => one !== undefined));
			looked += some.length;
		}
		marker = page.nextMarker;
	} while (marker);
	return { ending, looked, complete: true };
}

/** Undefined: it ends later, or was deleted since. */
async function endOf(client, certificateId, until) {
	const { DescribeCertificateCommand, ListPrincipalThingsV2Command } = require("@aws-sdk/client-iot");
	try {
		const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
		const ends = certificateDescription.validity?.notAfter;
		if (ends === undefined || ends.getTime() > until) return undefined;
		const principal = certificateDescription.certificateArn;
		const answer = await client.send(new ListPrincipalThingsV2Command({ principal, maxResults: 250 }));
		return { certificateId, ends, things: answer.principalThingObjects.map(({ thingName }) => thingName) };
	} catch (error) {
		if (error?.name === "ResourceNotFoundException") return undefined;
		throw error;
	}
}

function planOf(ending) {
	return ending.flatMap(({ certificateId, ends, things }) => {
		const when = `# ${certificateId} ends ${ends.toISOString().slice(0, 10)}`;
		return things.length === 0
			? [`${when}, and no thing has it`]
			: things.map((name) => `thingsmith thing rotate ${name} ${when}`);
	});
}

async function tell(plan, { looked, complete, ending }, context) {
	const Name = process.env.TOPIC_NAME;
	if (!Name) return;
	const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
	const [, partition, , region, account] = context.invokedFunctionArn.split(":");
	const lines = [
		`Of ${looked} active certificates, ${ending} end within ${process.env.EXPIRY_DAYS} days.`,
		...(complete ? [] : ["There was no time for all of them: newer ones are missing."]),
		...plan.slice(0, mostLines),
		...(plan.length > mostLines ? [`and ${plan.length - mostLines} more`] : []),
	];
	const client = new SNSClient({});
	try {
		const TopicArn = `arn:${partition}:sns:${region}:${account}:${Name}`;
		await client.send(new PublishCommand({ TopicArn, Subject: "Device certificates", Message: lines.join("\n") }));
	} finally {
		client.destroy();
	}
}

function log(entry) {
	process.stdout.write(`${JSON.stringify(entry)}\n`);
}
