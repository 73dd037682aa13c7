import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { checkAttributeName } from "../attributes.js";
import { checkDescription } from "../checks.js";
import type { PropagatingAttribute, ThingTypeProperties } from "./thing-types.js";

/** AWS: 3. */
const mostSearchableAttributes = 3;
/** Ours; so many user properties a message could have at all. */
const mostPropagatingAttributes = 20;
/** What is known of a connection (CloudFormation, AWS::IoT::ThingType). */
const connectionAttributes = ["iot:ClientId", "iot:Thing.ThingName"];

/** The member `thingTypeProperties`: what of it was given. Throws InvalidRequestException for what has the wrong type. */
export function propertiesIn(members: Members): ThingTypeProperties {
	const properties = members.object("thingTypeProperties");
	const description = properties?.string("thingTypeDescription");
	const searchableAttributes = properties?.list("searchableAttributes");
	const mqtt5 = properties?.object("mqtt5Configuration");
	return {
		...(description !== undefined && { description }),
		...(searchableAttributes !== undefined && { searchableAttributes }),
		...(mqtt5 !== undefined && { propagatingAttributes: (mqtt5.objects("propagatingAttributes") ?? []).map(read) }),
	};
}

function read(members: Members): PropagatingAttribute {
	const thingAttribute = members.string("thingAttribute");
	const connectionAttribute = members.string("connectionAttribute");
	return {
		userPropertyKey: members.requiredString("userPropertyKey"),
		...(thingAttribute !== undefined && { thingAttribute }),
		...(connectionAttribute !== undefined && { connectionAttribute }),
	};
}

/** Throws InvalidRequestException for what AWS does not take (docs/aws-behaviour.md, "Thing types and groups"). */
export function checkProperties(properties: ThingTypeProperties): Required<ThingTypeProperties> {
	const { description = "", searchableAttributes = [], propagatingAttributes = [] } = properties;
	checkDescription("thingTypeDescription", description);
	if (searchableAttributes.length > mostSearchableAttributes) {
		throw invalidRequest(`searchableAttributes may name ${mostSearchableAttributes} attributes at most`);
	}
	if (propagatingAttributes.length > mostPropagatingAttributes) {
		throw invalidRequest(`propagatingAttributes may have ${mostPropagatingAttributes} entries at most`);
	}
	return {
		description,
		searchableAttributes: Object.freeze(searchableAttributes.map(checkAttributeName)),
		propagatingAttributes: Object.freeze(propagatingAttributes.map(checkPropagating)),
	};
}

/** That it names one of the two is guessed. */
function checkPropagating(attribute: PropagatingAttribute): PropagatingAttribute {
	const { userPropertyKey, thingAttribute, connectionAttribute } = attribute;
	if (!/^[a-zA-Z0-9:$.]{1,128}$/.test(userPropertyKey)) {
		throw invalidRequest(`userPropertyKey must be 1 to 128 of a-z A-Z 0-9 : $ . : it is ${quote(userPropertyKey)}`);
	}
	if ((thingAttribute === undefined) === (connectionAttribute === undefined)) {
		throw invalidRequest(
			`The user property ${quote(userPropertyKey)} needs either thingAttribute or connectionAttribute`,
		);
	}
	if (thingAttribute !== undefined) checkAttributeName(thingAttribute);
	if (connectionAttribute !== undefined && !connectionAttributes.includes(connectionAttribute)) {
		throw invalidRequest(
			`connectionAttribute must be ${connectionAttributes.join(" or ")}: it is ${quote(connectionAttribute)}`,
		);
	}
	return Object.freeze(attribute);
}
