import { z } from 'zod';
import type { Access, DescribedAnswer, ListedRoute } from './route.ts';
import { apiRoutes, otherRoutes } from './routes-table.ts';

type Json = Record<string, unknown>;

const errorShape = z.object({
  error: z.string().describe('One sentence'),
  code: z.string(),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('What is wrong in the request, where a schema refuses it'),
});
const errorRef = { $ref: '#/components/schemas/Error' };

/**
 * The description of all routes: OpenAPI 3.1, made of the table of routes and of the schemas that check the calls.
 * @param version that of the program
 */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of [...apiRoutes, ...otherRoutes])
    (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Harmonia',
      version,
      description: 'Accounts, administration and research of a study, and the door for laboratories.',
    },
    paths,
    components: {
      schemas: { Error: jsonSchema(errorShape, 'output') },
      securitySchemes: {
        account: {
          type: 'oauth2',
          flows: { password: { tokenUrl: '/oauth/token', refreshUrl: '/oauth/token', scopes: {} } },
        },
        laboratory: {
          type: 'apiKey',
          in: 'header',
          name: 'webhook-signature',
          description: 'Standard Webhooks v1: `v1,` and the base64 of HMAC-SHA-256 over id.timestamp.body',
        },
        telegram: { type: 'apiKey', in: 'header', name: 'x-telegram-bot-api-secret-token' },
        monitor: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

const securityOf = (access: Access): Json[] => {
  if (access === 'anyone') return [];
  return [{ [typeof access === 'string' ? access : 'account']: [] }];
};

function operationOf(route: ListedRoute): Json {
  const { access, summary, tag, params, query, headers = {}, answers = {} } = route;
  return {
    operationId: nameOf(route),
    tags: [tag],
    summary,
    ...(Array.isArray(access) && { 'x-roles': access }),
    security: securityOf(access),
    parameters: [
      ...parametersOf('path', params),
      ...parametersOf('query', query),
      ...Object.entries(headers).map(([name, description]) => ({
        ...{ name, in: 'header', description },
        required: true,
        schema: { type: 'string' },
      })),
    ],
    ...bodyOf(route),
    responses: Object.fromEntries(
      Object.entries({ ...commonAnswers(route), ...answers }).map(([status, answer]) => [
        status,
        responseOf(Number(status), answer),
      ]),
    ),
  };
}

/** `get /admin/imports/{id}` is `getAdminImportsById`. */
const nameOf = ({ method, path }: ListedRoute): string =>
  [method, ...path.split('/')]
    .filter(Boolean)
    .map((part) =>
      part.replace(/^\{(\w)(\w*)\}$/, (_, first: string, rest) => `By${first.toUpperCase()}${rest}`),
    )
    .map((part) => part.replace(/\W/g, ''))
    .map((part, at) => (at === 0 ? part : part[0]!.toUpperCase() + part.slice(1)))
    .join('');

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    ...{ name, in: place, required: place === 'path' || required.includes(name), schema: rest },
    ...(description !== undefined && { description }),
  }));
}

function bodyOf({ body, form, fileTypes }: ListedRoute): Json {
  if (fileTypes)
    return {
      requestBody: {
        required: true,
        content: Object.fromEntries(fileTypes.map((type) => [type, { schema: { type: 'string' } }])),
      },
    };
  if (!body) return {};
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return { requestBody: { required: true, content: { [type]: { schema: jsonSchema(body, 'input') } } } };
}

function commonAnswers({ access, params, query, body, form }: ListedRoute) {
  const common: Record<number, DescribedAnswer> = {};
  if (Array.isArray(access)) {
    common[401] = { description: 'There is no valid access token' };
    common[403] = { description: 'The role of the account may not do this' };
  }
  if ((params ?? query ?? body) && !form)
    common[400] = { description: 'The request does not fit its schema' };
  if (body && !form) common[415] = { description: 'The body is not JSON' };
  return common;
}

function responseOf(status: number, { description, schema, file }: DescribedAnswer): Json {
  if (file !== undefined)
    return { description, content: { [file]: { schema: { type: 'string', format: 'binary' } } } };
  const described = schema ? jsonSchema(schema, 'output') : status >= 400 ? errorRef : undefined;
  return { description, ...(described && { content: { 'application/json': { schema: described } } }) };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
