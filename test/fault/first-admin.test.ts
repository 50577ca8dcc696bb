import { beforeAll, expect, test } from '@jest/globals';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

test('the first admin needs an address and a password, and either may be taken away afterwards', async () => {
  const admin = { ADMIN_EMAIL: 'First@example.org', ADMIN_PASSWORD: 'seven purple wheelbarrows' };
  for (const missing of ['ADMIN_EMAIL', 'ADMIN_PASSWORD']) {
    const given = Object.keys(admin).find((name) => name !== missing)!;
    await expect(study.restart({ ...admin, [missing]: '' })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(new RegExp(`^${given}: .*together with ${missing}$`)) as unknown,
    });
  }
  await study.restart(admin);
  for (const missing of ['ADMIN_EMAIL', 'ADMIN_PASSWORD']) {
    await study.restart({ ...admin, [missing]: '' });
    const person = study.person();
    person.send(`/login ${admin.ADMIN_EMAIL} ${admin.ADMIN_PASSWORD}`);
    await says(person, /Signed in/);
  }
});
