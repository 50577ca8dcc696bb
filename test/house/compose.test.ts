import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { home } from './planted-tree.ts';

/** The part of the Compose specification that compose.yaml uses; anything else is refused. */
const service = z
  .strictObject({
    build: z.strictObject({ context: z.string(), args: z.record(z.string(), z.string()) }),
    image: z.string().regex(/^[\w./-]+:[\w.-]+$/),
    restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
    env_file: z.string(),
    environment: z.record(z.string(), z.string()),
    ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+$/)),
    volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)),
    read_only: z.boolean(),
    tmpfs: z.array(z.string()),
    stop_grace_period: z.string().regex(/^\d+s$/),
    command: z.array(z.string()),
    depends_on: z.record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }),
    ),
    healthcheck: z.strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.int(),
    }),
  })
  .partial()
  .refine(({ build, image }) => (build === undefined) !== (image === undefined), 'either build or image');
const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

describe('compose.yaml', () => {
  const { services, volumes } = composeFile.parse(parse(readFileSync(join(home, 'compose.yaml'), 'utf8')));

  test('names only services and volumes that it has', () => {
    for (const { depends_on: needed = {}, volumes: mounts = [] } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(needed)) {
        expect(Object.keys(services)).toContain(name);
        if (condition === 'service_healthy') expect(services[name]!.healthcheck).toBeDefined();
      }
      const named = mounts.map((mount) => mount.split(':')[0]!).filter((source) => !source.startsWith('.'));
      expect(named.filter((name) => !(name in volumes))).toEqual([]);
    }
  });

  test('runs the bot on the database beside it, with the volume where the image expects it', () => {
    const { harmonia, database, backup } = services;
    expect(harmonia).toMatchObject({
      volumes: ['data:/app/data'],
      environment: { DATABASE_URL: expect.stringContaining('@database:5432/harmonia') },
    });
    // pg_dump has to be as new as the server.
    expect(backup!.image).toBe(database!.image);
    expect(backup!.volumes).toContain('data:/data:ro');
  });

  test('writes backups to a folder that no image and no commit takes', () => {
    expect(services['backup']!.volumes).toContain('./backups:/backups');
    for (const file of ['.dockerignore', '.gitignore'])
      expect(readFileSync(join(home, file), 'utf8')).toMatch(/^\/?backups\/?$/m);
  });

  test('holds no secret', () => {
    const values = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
    const secrets = values.filter(([name]) => /PASSWORD/.test(name));
    expect(secrets.length).toBeGreaterThan(1);
    expect(secrets.filter(([, value]) => !value.startsWith('${'))).toEqual([]);
  });
});
