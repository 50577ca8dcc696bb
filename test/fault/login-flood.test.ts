// Passwords are hashed at the price of production here, a quarter of a second each.
import { beforeAll, expect, test } from '@jest/globals';
import { createSandboxStaff } from '../../play/control-panel.ts';
import { patience } from '../support/patience.ts';
import { soon } from '../support/soon.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({}, { cheapPasswords: false });
});

test('a flood of wrong passwords leaves the chat alive, gets an answer each, and does not lock the owner out', async () => {
  const [admin] = await createSandboxStaff(study.harmonia());
  const chats = Array.from({ length: 24 }, () => study.person());
  for (const person of chats) for (let n = 0; n < 3; n++) person.send(`/login ${admin!.email} wrong ${n}`);

  const bystander = study.person();
  bystander.send('/start');
  await says(bystander, /by invitation/, patience(4000));

  const answers = /is not right|try again in a minute/;
  await soon(() => {
    for (const person of chats)
      expect(
        person.messages().filter(({ from, text }) => from === 'bot' && answers.test(text ?? '')),
      ).toHaveLength(3);
  }, 60_000);
  const owner = study.person();
  owner.send(`/login ${admin!.email} ${admin!.password}`);
  await says(owner, /Signed in/, patience(10_000));
});
