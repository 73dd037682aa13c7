import assert from "node:assert/strict";
import {
	CreateCertificateProviderCommand,
	DeleteCertificateProviderCommand,
	DescribeCertificateProviderCommand,
	ListCertificateProvidersCommand,
	ListTagsForResourceCommand,
	UpdateCertificateProviderCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const lambdaFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:signer";

describe("Control plane: certificate providers", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (certificateProviderName: string, input = {}) =>
		plane.iot.send(
			new CreateCertificateProviderCommand({
				certificateProviderName,
				lambdaFunctionArn,
				accountDefaultForOperations: ["CreateCertificateFromCsr"],
				...input,
			}),
		);
	const describeProvider = (certificateProviderName: string) =>
		plane.iot.send(new DescribeCertificateProviderCommand({ certificateProviderName }));

	it("are created, described, updated, listed and deleted", async () => {
		const created = await create("p", { tags: [{ Key: "k", Value: "v" }] });
		const certificateProviderArn = "arn:aws:iot:us-east-1:000000000000:certificateprovider:p";
		assert.deepEqual([created.certificateProviderName, created.certificateProviderArn], ["p", certificateProviderArn]);
		const described = await describeProvider("p");
		assert.deepEqual(described.accountDefaultForOperations, ["CreateCertificateFromCsr"]);
		assert.equal(described.lambdaFunctionArn, lambdaFunctionArn);
		assert.ok(described.creationDate && described.lastModifiedDate);
		const other = `${lambdaFunctionArn}2`;
		const updated = await plane.iot.send(
			new UpdateCertificateProviderCommand({ certificateProviderName: "p", lambdaFunctionArn: other }),
		);
		assert.equal(updated.certificateProviderArn, certificateProviderArn);
		assert.equal((await describeProvider("p")).lambdaFunctionArn, other);
		const list = await plane.iot.send(new ListCertificateProvidersCommand({}));
		assert.deepEqual(list.certificateProviders, [{ certificateProviderName: "p", certificateProviderArn }]);
		const tags = () => plane.iot.send(new ListTagsForResourceCommand({ resourceArn: certificateProviderArn }));
		assert.deepEqual((await tags()).tags, [{ Key: "k", Value: "v" }]);
		await plane.iot.send(new DeleteCertificateProviderCommand({ certificateProviderName: "p" }));
		await assert.rejects(tags(), awsException("ResourceNotFoundException", 404));
		await assert.rejects(describeProvider("p"), awsException("ResourceNotFoundException", 404));
	});

	it("are one an account; the same request with the same token is no error", async () => {
		const clientToken = "t".repeat(36);
		await create("p", { clientToken });
		await create("p", { clientToken });
		await assert.rejects(create("p"), awsException("ResourceAlreadyExistsException", 409));
		await assert.rejects(create("q"), awsException("LimitExceededException", 410));
	});

	it("are refused with what AWS does not take, and with a function that can never be called", async () => {
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		await assert.rejects(create("a b"), invalid(/certificateProviderName must be/));
		await assert.rejects(create("p", { lambdaFunctionArn: "x" }), invalid(/lambdaFunctionArn must be/));
		await assert.rejects(create("p", { accountDefaultForOperations: [] }), invalid(/accountDefaultForOperations/));
		await assert.rejects(create("p", { clientToken: "short" }), invalid(/clientToken/));
		await assert.rejects(
			create("p", { lambdaFunctionArn: "https://example.com/sign" }),
			invalid(/cannot be called: "example.com" is not this machine/),
		);
	});
});
