import { defineRailway, postgres, preserve, project, service, volume } from 'railway/iac';

/**
 * The project on Railway: PostgreSQL, one service built from the Dockerfile, its volume. `preserve()` keeps what is
 * set on the dashboard, so that no secret is ever in this file. See docs/operations.md.
 */
export default defineRailway(() => {
  const database = postgres('postgres');
  const data = volume('harmonia-data', { sizeMB: 5_000 });

  const harmonia = service('harmonia', {
    build: { builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' },
    healthcheck: '/readyz',
    healthcheckTimeout: 120,
    // A volume belongs to one process, and so does a long poll: the old deployment goes before the new one comes.
    replicas: 1,
    deploy: {
      restartPolicyType: 'ON_FAILURE',
      restartPolicyMaxRetries: 10,
      requiredMountPath: '/app/data',
      overlapSeconds: 0,
      drainingSeconds: 30,
    },
    volumeMounts: { '/app/data': data },
    env: {
      DATABASE_URL: database.env.DATABASE_URL,
      PUBLIC_URL: 'https://${{RAILWAY_PUBLIC_DOMAIN}}',
      BOT_TOKEN: preserve(),
      WEBHOOK_SECRET: preserve(),
      FERNET_KEYS: preserve(),
      SECRET_KEY: preserve(),
      PASSWORD_PEPPER: preserve(),
      LAB_KEYS: preserve(),
      ADMIN_EMAIL: preserve(),
      ADMIN_PASSWORD: preserve(),
      STUDY_NAME: preserve(),
      STUDY_CONTACT: preserve(),
    },
  });

  return project('harmonia', { resources: [database, data, harmonia] });
});
