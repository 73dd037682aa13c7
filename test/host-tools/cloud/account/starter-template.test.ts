import assert from "node:assert/strict";
import {
	starterNames,
	starterProperties,
	starterResources,
} from "../../../../host-tools/cloud/account/starter-template.js";

const place = { partition: "aws", region: "us-east-1", accountId: "000000000000" };
const arn = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`;
const thing = "${iot:Connection.Thing.ThingName}";

describe("the starter template", () => {
	it("comes after all that it names", () => {
		assert.deepEqual(
			starterResources().map(({ name }) => name),
			["thingsmith-device", "thingsmith-device", "thingsmith-fleet", "thingsmith"],
		);
	});

	it("lets a device be nobody but itself, publish below its own name, and use its own services", () => {
		const { PolicyDocument } = starterProperties<{ PolicyDocument: { Statement: object[] } }>("DevicePolicy", place);
		const own = [
			`$aws/things/${thing}/*`,
			`$aws/commands/things/${thing}/*`,
			"$aws/certificates/create-from-csr/*",
			"$aws/provisioning-templates/thingsmith-rotation/provision/*",
		];
		const services = own.map((topic) => arn(`topic/${topic}`));
		assert.deepEqual(PolicyDocument.Statement, [
			{
				Effect: "Allow",
				Action: "iot:Connect",
				Resource: arn(`client/${thing}`),
				Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
			},
			{ Effect: "Allow", Action: "iot:Publish", Resource: [arn(`topic/${thing}/*`), ...services] },
			{ Effect: "Allow", Action: "iot:Subscribe", Resource: own.map((topic) => arn(`topicfilter/${topic}`)) },
			{ Effect: "Allow", Action: "iot:Receive", Resource: services },
		]);
	});

	it("names things after their serial number, and takes over none that exists", () => {
		const { TemplateBody: body } = starterProperties<{ TemplateBody: string }>("FleetTemplate", place);
		assert.match(body, /\{"Fn::Join":\["",\["thingsmith-",\{"Ref":"SerialNumber"\}\]\]\}/);
		assert.match(body, /"CertificateId":\{"Ref":"AWS::IoT::Certificate::Id"\}/);
		assert.match(body, /"AttributePayload":"FAIL","ThingTypeName":"FAIL","ThingGroups":"FAIL"/);
		assert.equal(starterNames.thingNamePrefix, "thingsmith-");
	});
});
