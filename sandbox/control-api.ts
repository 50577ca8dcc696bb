import express, { type Router } from 'express';
import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';
import { localized } from './bot-api/methods/profile.ts';
import type { World } from './bot-api/world.ts';
import type { ChatState } from './chat-types.ts';
import type { ControlPanel } from './control-panel.ts';
import { present } from './person-api.ts';
import type { Presence } from './presence.ts';

const faultBody = z.object({
  kind: z.enum(['429', '403', '400', '500', '502', 'drop', 'delay', 'duplicate']),
  method: z.string().min(1).optional(),
  chatId: z.number().int().optional(),
  times: z.number().int().min(1).max(1000).optional(),
  retryAfter: z.number().int().min(0).optional(),
  milliseconds: z.number().int().min(0).max(600_000).optional(),
  description: z.string().optional(),
  after: z.boolean().optional(),
});

/** The routes of the page that belong to no person: the state, faults on request and the control panel. */
export function controlApi(
  world: World,
  presence: Presence,
  controlPanel: () => ControlPanel | undefined,
): Router {
  const router = express.Router();
  router.get(
    '/state',
    (_, response) => void response.json(stateOf(world, presence, controlPanel() !== undefined)),
  );
  router.get('/faults', (_, response) => void response.json(world.faults.list()));
  router.post('/faults', (request, response) => {
    world.faults.add(present(faultBody.parse(request.body)));
    response.json(world.faults.list());
  });
  router.delete('/faults', (_, response) => {
    world.faults.clear();
    response.json([]);
  });
  router.use('/control-panel', panelApi(world, controlPanel));
  return router;
}

function stateOf(world: World, presence: Presence, hasControlPanel: boolean): ChatState {
  const { id, username, firstName, descriptions, shortDescriptions, photo } = world.bot;
  const description = localized(descriptions, '');
  const shortDescription = localized(shortDescriptions, '');
  return {
    bot: {
      id,
      username,
      firstName,
      ...(description === '' ? {} : { description }),
      ...(shortDescription === '' ? {} : { shortDescription }),
      ...(photo && { photo: photo.sizes.at(-1)!.file.uniqueId }),
      online: presence.online,
    },
    people: [...world.people.values()],
    now: world.now().toISOString(),
    controlPanel: hasControlPanel,
  };
}

function panelApi(world: World, controlPanel: () => ControlPanel | undefined): Router {
  const router = express.Router();
  const study = (): ControlPanel => {
    const found = controlPanel();
    if (!found) throw new HarmoniaError('not-found', 'this sandbox has no study');
    return found;
  };
  router.get('/', async (_, response) => void response.json(await study().status()));
  router.post('/invite', async (_, response) => void response.json(await study().invite()));
  router.post('/synthetic', async (request, response) => {
    const { count } = z.object({ count: z.number().int().min(1).max(500) }).parse(request.body);
    response.json({ started: await study().enrol(count) });
  });
  router.post('/lab', async (_, response) => {
    const sentence = await study().deliverLab();
    world.emit({ type: 'notice', text: sentence });
    response.json({ sentence });
  });
  router.post('/clock', async (request, response) => {
    const { hours } = z
      .object({
        hours: z
          .number()
          .positive()
          .max(24 * 366),
      })
      .parse(request.body);
    const now = (await study().advance(hours)).toISOString();
    world.emit({ type: 'clock', now });
    response.json({ now });
  });
  return router;
}
