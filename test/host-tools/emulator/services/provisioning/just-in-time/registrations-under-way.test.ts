import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { EmulatorClock } from "../../../../../../host-tools/emulator/clock.js";
import { Journal } from "../../../../../../host-tools/emulator/journal.js";
import { JustInTime } from "../../../../../../host-tools/emulator/services/provisioning/just-in-time/just-in-time.js";
import { within } from "../../../../../support/deadline.js";
import { TestAuthority } from "../../../../../support/test-authority.js";
import { jitpTemplateBody, openTestRegistry, provisioningRoleArn, type TestRegistry } from "../../registry-fixture.js";

describe("Just-in-time registrations under way", () => {
	let clock: EmulatorClock;
	let journal: Journal;
	let registry: TestRegistry;
	let vendor: TestAuthority;
	let told: (topic: string) => void;
	let justInTime: JustInTime;
	before(async () => {
		vendor = await TestAuthority.make("CN=Vendor");
	});
	beforeEach(async () => {
		clock = new EmulatorClock();
		journal = new Journal(clock);
		registry = await openTestRegistry(clock);
		told = () => {};
		justInTime = new JustInTime({ registry, clock, journal, publish: (topic) => told(topic) });
	});
	afterEach(async () => {
		await registry.close();
		clock.close();
	});

	const register = (registrationConfig?: object) =>
		registry.caCertificates.registerCaCertificate({
			caCertificate: vendor.certificatePem,
			certificateMode: "SNI_ONLY",
			setAsActive: true,
			allowAutoRegistration: true,
			...(registrationConfig && { registrationConfig }),
		});
	const present = async (subject: string) => {
		const { certificateId, certificatePem } = await vendor.issue(subject);
		const certificateDer = new X509Certificate(certificatePem).raw;
		return { certificateId, problem: justInTime.meet({ certificateId, certificateDer, ipAddress: "::1" }) };
	};

	it("are a thousand at most: further clients are turned away and nothing is registered for them", async () => {
		register();
		let events = 0;
		const allTold = new Promise<void>((resolve) => {
			told = () => {
				events += 1;
				if (events === 1000) resolve();
			};
		});
		const { certificateId } = await present("CN=one");
		const certificate = registry.certificates.describeCertificate(certificateId);
		const stranger = await vendor.issue("CN=two");
		const certificateDer = new X509Certificate(stranger.certificatePem).raw;
		const alreadyTold = events;
		const codes = Array.from({ length: 1001 }, () => justInTime.meetAgain(certificate, "::1")?.code);
		assert.equal(codes.indexOf("too-many-registrations"), 999 + alreadyTold);
		const refused = justInTime.meet({ ...stranger, certificateDer, ipAddress: "::1" });
		assert.equal(refused?.code, "too-many-registrations");
		assert.equal(registry.certificates.findCertificate(stranger.certificateId), undefined);
		await within(allTold, "a thousand events");
		assert.equal(justInTime.meet({ ...stranger, certificateDer, ipAddress: "::1" })?.code, "certificate-registered");
	});

	it("provision a hundred devices that come at once", async () => {
		register({ templateBody: jitpTemplateBody, roleArn: provisioningRoleArn });
		const devices = await Promise.all(Array.from({ length: 100 }, (_, number) => present(`CN=sn-${number}`)));
		const isActive = ({ certificateId }: { certificateId: string }) =>
			registry.certificates.findCertificate(certificateId)?.status === "ACTIVE";
		const provisioned = new Promise<void>((resolve) => {
			const look = () => devices.every(isActive) && resolve();
			registry.changes.onChange(look);
			look();
		});
		await within(provisioned, "provisioning");
		assert.equal([...registry.things.listThings()].length, 100);
		assert.deepEqual(journal.list(), []);
	});

	it("that the registry cannot keep are told in the journal, and the next one goes on", async () => {
		register();
		told = () => {
			throw new Error("the disk is full");
		};
		await present("CN=one");
		const next = new Promise<void>((resolve) => {
			journal.follow(() => {
				told = () => resolve();
			});
		});
		await new Promise<void>((resolve) => {
			journal.follow(() => resolve());
		});
		assert.match(journal.list().at(-1)?.reason ?? "", /cut short: the disk is full/);
		await present("CN=two");
		await within(next, "the next event");
	});
});
