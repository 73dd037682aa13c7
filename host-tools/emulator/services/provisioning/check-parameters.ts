import { invalidRequest, quote } from "../../aws-error.js";

/** Sizes as in the API model's RegisterThing (docs/aws-behaviour.md, "Names and sizes"). Throws InvalidRequestException. */
export function checkParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	for (const [name, value] of Object.entries(parameters)) {
		if (name.length > 2048) throw invalidRequest("The name of a parameter has 2048 characters at most");
		if (value.length > 4096) throw invalidRequest(`Parameter ${quote(name)} has more than 4096 characters`);
	}
	return parameters;
}
