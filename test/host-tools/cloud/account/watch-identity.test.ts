import assert from "node:assert/strict";
import { watchPolicy } from "../../../../host-tools/cloud/account/watch-identity.js";

describe("watchPolicy", () => {
	it("allows one client id to read one filter, in the certificate's own partition, region and account", () => {
		const policy = watchPolicy(
			"arn:aws-cn:iot:cn-north-1:123456789012:cert/abc",
			"thingsmith-watch-1",
			"+/temperature",
		);
		assert.deepEqual(policy, {
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					Action: "iot:Connect",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:client/thingsmith-watch-1",
				},
				{
					Effect: "Allow",
					Action: "iot:Subscribe",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:topicfilter/+/temperature",
				},
				{
					Effect: "Allow",
					Action: "iot:Receive",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:topic/*/temperature",
				},
			],
		});
	});
});
