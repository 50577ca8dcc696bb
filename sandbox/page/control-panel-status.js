import { button, element } from './element.js';
import { attempt } from './notices.js';
import { fetchControlPanel } from './server-api.js';
import { fullTime } from './times.js';

/**
 * Creates the status of the study in the control panel (time, cohort, participants by step, waiting kits) and the
 * buttons that sign in as staff. `refresh()` reads the status from the server.
 */
export function createControlPanelStatus({ signIn }) {
  const node = element('div', { class: 'status', data: { controlPanel: 'status' } });
  const staff = element('div', { class: 'panel-row', role: 'group', 'aria-label': 'Sign in as staff' });
  let isReading = false;
  let shownStaff = '';

  function show(status) {
    const most = Math.max(1, ...status.steps.map(({ count }) => count));
    node.replaceChildren(
      element(
        'dl',
        { class: 'facts' },
        ...fact('Study time', fullTime(status.now), 'now'),
        ...fact('Cohort', status.cohort, 'cohort'),
        ...fact('Participants', String(status.participants), 'participants'),
        ...fact('Kits waiting', String(status.waitingKits), 'kits'),
      ),
      ...(status.steps.length > 0
        ? [
            element(
              'ol',
              { class: 'steps', 'aria-label': 'Participants by step' },
              ...status.steps.map((step) => stepLine(step, most)),
            ),
          ]
        : []),
    );
    if (shownStaff === JSON.stringify(status.staff)) return;
    shownStaff = JSON.stringify(status.staff);
    staff.replaceChildren(
      element('span', { class: 'panel-label' }, 'Sign in as'),
      ...status.staff.map((one) =>
        button({
          text: one.role,
          'aria-label': `Sign in as ${one.role}`,
          action: `sign-in-${one.role}`,
          onClick: () => signIn(one),
        }),
      ),
    );
  }

  async function refresh() {
    if (isReading) return;
    isReading = true;
    const status = await attempt(fetchControlPanel);
    isReading = false;
    if (status) show(status);
  }

  return { node, staff, refresh };
}

const fact = (name, value, data) => [element('dt', {}, name), element('dd', { data: { fact: data } }, value)];

const stepLine = ({ label, count }, most) =>
  element(
    'li',
    {
      class: count === 0 ? 'step none' : 'step',
      data: { step: label },
      style: { '--share': String(count / most) },
    },
    element('span', {}, label),
    element('b', {}, String(count)),
  );
