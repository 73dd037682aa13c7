import assert from "node:assert/strict";
import { devicePolicy, starterNames, templateBody } from "../../../../host-tools/cloud/account/starter-template.js";

describe("the starter template", () => {
	it("lets a device be nobody but itself, and publish nowhere but below its own name", () => {
		assert.deepEqual(devicePolicy({ region: "us-east-1", accountId: "000000000000" }), {
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					Action: "iot:Connect",
					Resource: "arn:aws:iot:us-east-1:000000000000:client/${iot:Connection.Thing.ThingName}",
					Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
				},
				{
					Effect: "Allow",
					Action: "iot:Publish",
					Resource: "arn:aws:iot:us-east-1:000000000000:topic/${iot:Connection.Thing.ThingName}/*",
				},
			],
		});
	});

	it("names things after their serial number, and fits AWS's 10240 characters", () => {
		const body = JSON.stringify(templateBody(starterNames));
		assert.ok(body.length <= 10_240);
		assert.match(body, /\{"Fn::Join":\["",\["thingsmith-",\{"Ref":"SerialNumber"\}\]\]\}/);
		assert.match(body, /"CertificateId":\{"Ref":"AWS::IoT::Certificate::Id"\}/);
	});
});
