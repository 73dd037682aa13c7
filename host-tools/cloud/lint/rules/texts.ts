import type { Located } from "../text/located.js";
import { allNodes, isString } from "../text/located.js";
import { quote, type Rule } from "./rule.js";
import { terraformEndpoint } from "./terraform.js";

/** Rules for every text of a document, whatever it stands for. */

export const endpointNotAts: Rule<Located> = {
	...terraformEndpoint,
	*check(root) {
		for (const node of allNodes(root)) {
			if (!isString(node)) continue;
			const isHost = /^(?!.*-ats\.iot\.)[a-z0-9]{8,}\.iot\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?$/.test(
				node.text,
			);
			const isType = node.text === "iot:Data" && /endpointType"?\]?$/i.test(node.path);
			if (!isHost && !isType) continue;
			yield {
				at: node,
				message: `${quote(node.text)} is the data endpoint of before 2018`,
				mend: "take the one of type iot:Data-ATS, …-ats.iot.REGION.amazonaws.com",
			};
		}
	},
};

export const rootCaRetired: Rule<Located> = {
	id: "root-ca-retired",
	severity: "warning",
	finds:
		"the root CA of the older endpoint (VeriSign Class 3 Public Primary G5), which the ATS endpoint does not chain to",
	*check(root) {
		for (const node of allNodes(root)) {
			if (!isString(node) || !/verisign[-_ ]?class[-_ %20]*3|VeriSign.{0,80}G5|symantec\.com\/.*G5/i.test(node.text))
				continue;
			yield {
				at: node,
				message: `${quote(node.text)} signs no data endpoint of type iot:Data-ATS`,
				mend: "give devices Amazon Root CA 1: https://www.amazontrust.com/repository/AmazonRootCA1.pem",
			};
		}
	},
};
