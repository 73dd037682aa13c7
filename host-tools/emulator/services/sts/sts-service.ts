import { partitionOf } from "../../arn.js";
import { AwsError, quote } from "../../aws-error.js";
import { accountUser } from "../../http/caller.js";
import { otherServicesHint } from "../../http/foreign-service.js";
import { type ApiCall, TextAnswer } from "../../http/operation.js";
import { escapeXml } from "../../http/xml.js";
import type { Service } from "../service.js";

/** Of the Security Token Service what tells a script the account it works in; AWS's query protocol, in XML. */
export function stsService(): Service {
	return {
		name: "sts",
		operations: [{ name: "GetCallerIdentity", plane: "sts", method: "POST", path: "/", handle: getCallerIdentity }],
	};
}

function getCallerIdentity({ form, scope }: ApiCall): TextAnswer {
	const action = form().get("Action");
	if (action !== "GetCallerIdentity") {
		throw new AwsError(
			"NotImplementedException",
			`Action ${quote(action)} of STS is not emulated: of STS there is GetCallerIdentity. ${otherServicesHint}`,
		);
	}
	const { accountId, region } = scope;
	const arn = escapeXml(`arn:${partitionOf(region)}:iam::${accountId}:user/${accountUser.userName}`);
	const identity = `<Arn>${arn}</Arn><UserId>${accountUser.userId}</UserId><Account>${accountId}</Account>`;
	return new TextAnswer(
		"text/xml",
		`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
	);
}
