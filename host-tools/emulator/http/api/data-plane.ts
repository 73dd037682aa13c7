/** AWS IoT Data (API model iot-data-2015-05-28). What a line says: api-model.ts. */
export const dataPlane = `
DeleteConnection DELETE /connections/{clientId} Forbidden ResourceNotFound
DeleteThingShadow DELETE /things/{thingName}/shadow MethodNotAllowed ResourceNotFound UnsupportedDocumentEncoding
GetConnection GET /connections/{clientId} Forbidden ResourceNotFound
GetRetainedMessage GET /retainedMessage/{topic} MethodNotAllowed ResourceNotFound
GetThingShadow GET /things/{thingName}/shadow MethodNotAllowed ResourceNotFound UnsupportedDocumentEncoding
ListNamedShadowsForThing GET /api/things/shadow/ListNamedShadowsForThing/{thingName} MethodNotAllowed ResourceNotFound
ListRetainedMessages GET /retainedMessage MethodNotAllowed
ListSubscriptions GET /connections/{clientId}/subscriptions Forbidden ResourceNotFound
Publish POST /topics/{topic} MethodNotAllowed
SendDirectMessage POST /connections/{clientId}/messages Forbidden GatewayTimeout RequestEntityTooLarge ResourceNotFound
UpdateThingShadow POST /things/{thingName}/shadow Conflict MethodNotAllowed RequestEntityTooLarge UnsupportedDocumentEncoding
`;
