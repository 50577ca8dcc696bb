import { defineRailway, github, postgres, preserve, project, service, volume } from 'railway/iac';
import { variables } from '../foundation/variables.ts';

/** What differs from one study to another. `railway config plan` compares it with what runs. */
export interface Place {
  /**
   * The repository on GitHub that Railway builds at each push, as `account/repository`. Undefined: nothing is built but
   * what `railway up` uploads, and a repository that was connected on the dashboard is unset by the plan.
   */
  repository: string | undefined;
  branch: string;
  /** Of the service, its volume and the database. Moving a live volume is destructive: name the region that it is in. */
  region: string;
  /** May grow; to shrink it is destructive. */
  volumeMegabytes: number;
  /** Those that are not named here are switched off by the plan. */
  backups: ('DAILY' | 'WEEKLY' | 'MONTHLY')[];
}

const unset = 'account/repository';

/** Edit these five before the first `railway config plan`; docs/deploy-railway.md says where to read them. */
const place: Place = {
  repository: unset,
  branch: 'main',
  region: 'europe-west4-drams3a',
  volumeMegabytes: 5_000,
  backups: ['DAILY', 'WEEKLY'],
};

const mountPath = '/app/data';

/**
 * The project: PostgreSQL, one service built from the Dockerfile, its volume. A variable that a file does not name is
 * deleted by the plan, so `preserve()` keeps each that the program reads; no secret is ever in this file.
 */
export function describeProject({ repository, branch, region, volumeMegabytes, backups }: Place) {
  if (repository === unset)
    throw new Error(
      'Set `repository` in .railway/railway.ts: the repository that Railway builds, or undefined for `railway up`',
    );
  const database = postgres('postgres', { region });
  const data = volume('harmonia-data', { sizeMB: volumeMegabytes, region });
  const harmonia = service('harmonia', {
    ...(repository !== undefined && { source: github(repository, { branch }) }),
    build: { builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' },
    healthcheck: '/health',
    healthcheckTimeout: 120,
    // A volume belongs to one process, and so does a long poll: the old deployment goes before the new one comes.
    replicas: { [region]: 1 },
    deploy: {
      restartPolicyType: 'ON_FAILURE',
      restartPolicyMaxRetries: 10,
      requiredMountPath: mountPath,
      overlapSeconds: 0,
      drainingSeconds: 30,
    },
    volumeMounts: { [mountPath]: data },
    env: {
      ...Object.fromEntries(variables.map((name) => [name, preserve()])),
      DATABASE_URL: database.env.DATABASE_URL,
      PUBLIC_URL: 'https://${{RAILWAY_PUBLIC_DOMAIN}}',
    },
  });
  // `volumeMounts` takes no schedule, and without one the plan would end the backups of a live volume.
  const volumeAttachments = {
    [data.name]: {
      ...harmonia.volumeAttachments?.[data.name],
      volume: data.address,
      mountPath,
      backupSchedules: backups,
    },
  };
  return project('harmonia', { resources: [database, data, { ...harmonia, volumeAttachments }] });
}

export default defineRailway(() => describeProject(place));
