import { type Operation, TextAnswer } from "../../http/operation.js";
import { escapeXml } from "../../http/xml.js";
import type { Endpoint } from "../service.js";

/** What a person sees who opens the endpoint in a browser. */
export function frontPage(endpoint: () => Endpoint): Operation {
	return {
		name: "GET /",
		method: "GET",
		path: "/",
		handle: (call) => new TextAnswer("text/html; charset=utf-8", page(call.headers.host ?? "localhost", endpoint())),
	};
}

const lists: readonly (readonly [path: string, what: string])[] = [
	["journal", "what was refused, and why"],
	["connections", "who is connected"],
	["activity", "what happened lately: connections, messages, refusals, changes"],
	["events", "the same as it happens (server-sent events)"],
	["metrics", "what CloudWatch would count"],
	["behaviour", "faults that are on, and those there are"],
	["root-ca.pem", "the certificate that devices trust"],
];

function page(host: string, { mqttHost, mqttPort }: Endpoint): string {
	const url = escapeXml(`http://${host}`);
	const items = lists.map(
		([path, what]) => `<li><a href="/_thingsmith/${path}">/_thingsmith/${path}</a>: ${what}</li>`,
	);
	return `<!doctype html>
<html lang="en">
<title>thingsmith local</title>
<h1>AWS IoT on this machine</h1>
<p>This is <code>thingsmith local</code>: it answers as AWS IoT does, for tests. Nothing of it reaches AWS, and any credentials will do.</p>
<pre>export AWS_ENDPOINT_URL_IOT=${url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
aws iot list-things
thingsmith claim create --endpoint-url ${url}</pre>
<p>Devices connect to <code>${escapeXml(mqttHost)}:${mqttPort}</code>, MQTT over mutual TLS.</p>
<ul>
${items.join("\n")}
</ul>
</html>
`;
}
