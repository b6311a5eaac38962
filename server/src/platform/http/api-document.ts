import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** The page is Swagger UI, which styles itself inline; it works over plain http too, and loads nothing from elsewhere. */
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API's OpenAPI document at /api/docs/json and its page at /api/docs. Must come before the routes. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'tucai 图采',
        version,
        description:
          '线上采集毕业生照片的接口。每个 400 及以上的回答都是 {code, zh, en}。\n\nEvery answer of 400 and above is {code, zh, en, field?, retryAfterSeconds?}.',
      },
      components: {
        securitySchemes: {
          student: { type: 'apiKey', in: 'cookie', name: 'tucai_session' },
          staff: { type: 'apiKey', in: 'cookie', name: 'tucai_staff' },
        },
      },
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: PAGE_POLICY,
    uiConfig: { docExpansion: 'none', validatorUrl: null },
  })
}
