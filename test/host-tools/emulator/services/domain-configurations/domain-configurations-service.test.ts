import assert from "node:assert/strict";
import {
	CreateDomainConfigurationCommand,
	type CreateDomainConfigurationCommandInput,
	DeleteDomainConfigurationCommand,
	DescribeDomainConfigurationCommand,
	ListDomainConfigurationsCommand,
	type ListDomainConfigurationsCommandInput,
	ListTagsForResourceCommand,
	UpdateDomainConfigurationCommand,
	type UpdateDomainConfigurationCommandInput,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const certificate = "arn:aws:acm:us-east-1:000000000000:certificate/7f1b2c3d";

describe("Control plane: domain configurations", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (
		domainConfigurationName: string,
		input: Omit<CreateDomainConfigurationCommandInput, "domainConfigurationName"> = {},
	) => plane.iot.send(new CreateDomainConfigurationCommand({ domainConfigurationName, ...input }));
	const own = { domainName: "iot.example.com", serverCertificateArns: [certificate] };
	const described = (domainConfigurationName: string) =>
		plane.iot.send(new DescribeDomainConfigurationCommand({ domainConfigurationName }));
	const update = (input: Omit<UpdateDomainConfigurationCommandInput, "domainConfigurationName">) =>
		plane.iot.send(new UpdateDomainConfigurationCommand({ domainConfigurationName: "d", ...input }));
	const remove = (domainConfigurationName: string) =>
		plane.iot.send(new DeleteDomainConfigurationCommand({ domainConfigurationName }));
	const names = async (input: ListDomainConfigurationsCommandInput = {}) => {
		const { domainConfigurations = [] } = await plane.iot.send(new ListDomainConfigurationsCommand(input));
		return domainConfigurations.map((domain) => domain.domainConfigurationName);
	};
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const missing = awsException("ResourceNotFoundException", 404, /^The specified resource does not exist\.$/);

	it("of a domain of one's own are made with its certificate, and described", async () => {
		const tags = [{ Key: "k", Value: "v" }];
		const { domainConfigurationArn: resourceArn = "" } = await create("d", { ...own, tags });
		assert.match(resourceArn, /^arn:aws:iot:us-east-1:000000000000:domainconfiguration\/d\/[a-z0-9]{5}$/);
		const { $metadata, lastStatusChangeDate, ...rest } = await described("d");
		assert.ok(lastStatusChangeDate instanceof Date);
		assert.deepEqual(rest, {
			domainConfigurationName: "d",
			domainConfigurationArn: resourceArn,
			domainName: "iot.example.com",
			serverCertificates: [{ serverCertificateArn: certificate, serverCertificateStatus: "VALID" }],
			domainConfigurationStatus: "ENABLED",
			serviceType: "DATA",
			domainType: "CUSTOMER_MANAGED",
			tlsConfig: { securityPolicy: "IoTSecurityPolicy_TLS13_1_2_2022_10" },
			authenticationType: "DEFAULT",
			applicationProtocol: "DEFAULT",
		});
		assert.deepEqual((await plane.iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags, tags);
	});

	it("are updated, and deleted once they are DISABLED", async () => {
		await create("d", { authorizerConfig: { defaultAuthorizerName: "a", allowAuthorizerOverride: true } });
		assert.equal((await described("d")).domainType, "AWS_MANAGED");
		await assert.rejects(remove("d"), invalid(/ENABLED: UpdateDomainConfiguration/));
		const tlsConfig = { securityPolicy: "IoTSecurityPolicy_TLS12_1_2_2022_10" };
		await update({ domainConfigurationStatus: "DISABLED", tlsConfig });
		const disabled = await described("d");
		assert.equal(disabled.domainConfigurationStatus, "DISABLED");
		assert.deepEqual([disabled.tlsConfig, disabled.authorizerConfig?.defaultAuthorizerName], [tlsConfig, "a"]);
		await update({ removeAuthorizerConfig: true });
		assert.equal((await described("d")).authorizerConfig, undefined);
		await remove("d");
		for (const gone of [described("d"), update({}), remove("d")]) await assert.rejects(gone, missing);
	});

	it("of AWS are there, are listed among the others, and stay", async () => {
		await create("d");
		assert.deepEqual(await names(), ["iot:Jobs", "iot:Data-ATS", "iot:CredentialProvider", "d"].toSorted());
		assert.deepEqual(await names({ serviceType: "DATA" }), ["d", "iot:Data-ATS"]);
		assert.deepEqual(await names({ pageSize: 1 }), ["d"]);
		assert.equal((await described("iot:Data-ATS")).domainType, "ENDPOINT");
		await assert.rejects(remove("iot:Jobs"), invalid(/cannot be deleted/));
	});

	it("are refused a second time, beyond ten, and with what AWS does not take", async () => {
		await create("d");
		const twice = /^Domain configuration with given name already exists\.$/;
		await assert.rejects(create("d"), awsException("ResourceAlreadyExistsException", 409, twice));
		await assert.rejects(create("a:b"), invalid(/domainConfigurationName must be/));
		await assert.rejects(create("e", { serviceType: "OTHER" as "DATA" }), invalid(/Service type OTHER not recognized/));
		const noDomain = invalid(/^Must provide a valid domain name to configure\.$/);
		await assert.rejects(create("e", { serverCertificateArns: [certificate] }), noDomain);
		await assert.rejects(create("e", { ...own, domainName: "no domain" }), noDomain);
		await assert.rejects(create("e", { domainName: "iot.example.com" }), invalid(/AWS Managed Domain/));
		await assert.rejects(create("e", { ...own, serverCertificateArns: ["ARN1"] }), invalid(/certificate of ACM/));
		await assert.rejects(create("e", { authorizerConfig: { defaultAuthorizerName: "a b" } }), invalid(/must be 1 to/));
		await assert.rejects(
			create("e", { authenticationType: "OTHER" as "DEFAULT" }),
			invalid(/authenticationType must be one of/),
		);
		for (let at = 1; at < 10; at++) await create(`d${at}`);
		await assert.rejects(create("e"), awsException("LimitExceededException", 410, /10 domain configurations/));
	});
});
