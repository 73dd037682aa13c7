import assert from "node:assert/strict";
import { openStore } from "../../../host-tools/emulator/store/open-store.js";
import { TestControlPlane } from "../../host-tools/emulator/http/test-control-plane.js";
import { issued } from "../../host-tools/emulator/services/registry-fixture.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";
import { LogCuts } from "./log-cuts.js";

const expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
const permissive = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK";

async function answered(plane: TestControlPlane, method: string, path: string, body?: object) {
	const answer = await plane.signed(method, path, body && { body: JSON.stringify(body) });
	assert.equal(answer.status, 200, answer.text);
	return answer.json;
}

async function ended(plane: TestControlPlane, taskId: string) {
	for (;;) {
		const task = await answered(plane, "GET", `/audit/tasks/${taskId}`);
		if (task.taskStatus !== "IN_PROGRESS") return task;
	}
}

describe("Audits, whenever the emulator is killed", () => {
	const directories = new TemporaryDirectories();
	afterEach(() => directories.remove());

	it("end with each finding once", async () => {
		const cuts = await LogCuts.make(directories);
		const plane = await TestControlPlane.start({ store: await cuts.open() });
		// More than a check looks at in one turn.
		for (let n = 0; n < 120; n++) {
			plane.registry.certificates.addCertificate(issued(`c-${n}`, 1), { status: "ACTIVE" });
		}
		const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}';
		await answered(plane, "POST", "/policies/p", { policyDocument });
		await answered(plane, "PATCH", "/audit/configuration", {
			roleArn: "arn:aws:iam::000000000000:role/r",
			auditCheckConfigurations: { [expiring]: { enabled: true }, [permissive]: { enabled: true } },
		});
		cuts.begin();
		const started = await answered(plane, "POST", "/audit/tasks", { targetCheckNames: [expiring, permissive] });
		await ended(plane, started.taskId);
		await plane.close();

		const all = await cuts.all();
		for (const { directory } of all.slice(1)) {
			const next = await TestControlPlane.start({ store: await openStore({ directory }) });
			const { taskStatus, auditDetails } = await ended(next, started.taskId);
			assert.equal(taskStatus, "COMPLETED");
			const counts = [expiring, permissive].map((name) => auditDetails[name].nonCompliantResourcesCount);
			assert.deepEqual(counts, [120, 1]);
			const { findings } = await answered(next, "POST", "/audit/findings", { taskId: started.taskId, maxResults: 250 });
			assert.equal(findings.length, 121);
			await next.close();
		}
		// Nothing; the task; fifty findings, fifty more and the rest; what the second check found; the end.
		assert.ok(all.length >= 6, `${all.length} cuts`);
	});
});
