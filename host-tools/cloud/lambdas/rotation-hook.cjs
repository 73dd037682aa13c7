"use strict";

/**
 * AWS IoT asks this before a device gets another certificate by the rotation template (pre-provisioning hook). A device connects as the thing
 * that it is, which its policy sees to: it may ask for that thing, and for no other. Whatever else happens is a refusal. Nothing is kept from one
 * call to the next.
 */
exports.handler = async (event) => {
	const thingName = event?.parameters?.ThingName;
	const clientId = event?.clientId;
	const allowed = typeof thingName === "string" && thingName !== "" && thingName === clientId;
	log({
		event: allowed ? "rotation.allowed" : "rotation.refused",
		clientId: String(clientId).slice(0, 128),
		thingName: String(thingName).slice(0, 128),
		reason: allowed ? "it asks for itself" : "it does not ask for the thing that it is connected as",
	});
	return { allowProvisioning: allowed };
};

function log(entry) {
	process.stdout.write(`${JSON.stringify(entry)}\n`);
}
